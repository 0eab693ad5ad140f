import { describe, expect, it } from "vitest"
import { fetchedFields, laterFetched } from "./fetching"
import { field } from "./testing"

const FIELDS = [field("client", "Link"), field("phone", "Data", { fetch_from: "client.phone" }), field("rate", "Currency", { fetch_from: "client.rate", fetch_if_empty: 1 }), field("x", "Data", { fetch_from: "clients.x" })]

describe("fetched values", () => {
  const targets = fetchedFields(FIELDS, "client")

  it("belong to the link they name", () => {
    expect(targets.map((f) => f.fieldname)).toEqual(["phone", "rate"])
  })

  it("replace what is there, unless only empty fields are to be filled", () => {
    expect(laterFetched(targets, { phone: "old", rate: 5 }, { phone: "new", rate: 7 })).toEqual({ phone: "new" })
    expect(laterFetched(targets, { rate: 0 }, { phone: "new", rate: 7 })).toEqual({ phone: "new", rate: 7 })
  })

  it("go when the link is emptied", () => {
    expect(laterFetched(targets, { phone: "old", rate: 0 }, {})).toEqual({ phone: null, rate: 0 })
  })
})
