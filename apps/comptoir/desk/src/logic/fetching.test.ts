import { describe, expect, it } from "vitest"
import { fetchedFields, laterFetched, laterOffered } from "./fetching"
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

describe("offered values", () => {
  const five = { client_name: "Alpha", discount_type: "Percent", discount_percent: 5 }
  const none = { client_name: "Omega", discount_type: null, discount_percent: 0 }
  const targets = [field("client_name", "Data", { fetch_from: "client.client_name" })]
  const taken = { discount_type: "Percent", discount_percent: 5 }

  it("are taken where nothing is said", () => {
    expect(laterOffered(targets, { discount_type: "", discount_percent: null }, five, {})).toEqual(taken)
    expect(laterOffered(targets, { discount_percent: 0 }, five, none)).toEqual(taken)
  })

  it("follow the link while they are those of the one before", () => {
    expect(laterOffered(targets, { ...taken }, none, five)).toEqual({ discount_type: null, discount_percent: 0 })
    expect(laterOffered(targets, { ...taken }, {}, five)).toEqual({ discount_type: null, discount_percent: null })
  })

  it("leave alone what somebody entered, also that there is none", () => {
    expect(laterOffered(targets, { discount_type: "Percent", discount_percent: 7 }, none, five)).toEqual({})
    expect(laterOffered(targets, { discount_type: "Amount", discount_percent: null }, five, {})).toEqual({})
    expect(laterOffered(targets, { discount_type: null, discount_percent: 5 }, { ...five, discount_percent: 9 }, five)).toEqual({})
  })
})
