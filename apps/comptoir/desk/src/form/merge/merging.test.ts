import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import { differencesOf, isAsked, suggested, takenBy } from "./merging"

const meta = { doctype: doctype("Client", [field("title"), field("city"), field("phone"), field("code", "Data", { read_only: 1 }), field("secret", "Password"), field("rows", "Table", { options: "Row" })]), children: { Row: doctype("Row", [field("item")]) } } as never
const one = { name: "A", title: "Roof", city: "Lyon", phone: "", code: "1", secret: "x", rows: [{ name: "r1", item: "nail" }] }
const other = { name: "B", title: "The roof", city: "Lyon", phone: "+33 1", code: "2", secret: "y", rows: [{ name: "r2", item: "nail" }] }

describe("two documents side by side", () => {
  const differences = differencesOf(meta, [one, other])

  it("are shown where they differ, without secrets and without the names of rows", () => {
    expect(differences.map(({ field: { fieldname }, values, free }) => [fieldname, ...values, free])).toEqual([["title", "Roof", "The roof", true], ["phone", "", "+33 1", true], ["code", "1", "2", false]])
  })

  it("are not asked about in fields that nobody sees; what the one that stays lacks there it takes", () => {
    const keyed = { ...(meta as { doctype: object }), doctype: doctype("Client", [field("title"), field("key", "Data", { hidden: 1 })]) } as never
    const found = differencesOf(keyed, [{ name: "A", title: "Roof", key: "" }, { name: "B", title: "The roof", key: "k" }])
    expect(found.filter(isAsked).map((each) => each.field.fieldname)).toEqual(["title"])
    expect(takenBy(suggested(found, 0), 0)).toEqual(["key"])
  })

  it("become one that has the numbers somebody entered: one that nobody entered is stored as zero", () => {
    const numbers = { ...(meta as { doctype: object }), doctype: doctype("Client", [field("limit", "Currency"), field("paid", "Check")]) } as never
    const found = differencesOf(numbers, [{ name: "A", limit: 0, paid: 0 }, { name: "B", limit: 1500, paid: 1 }])
    expect(suggested(found, 0)).toEqual({ limit: 1, paid: 0 })
    expect(suggested(found, 1)).toEqual({ limit: 1, paid: 1 })
  })

  it("become one that keeps what it has and takes what it lacks", () => {
    expect(suggested(differences, 0)).toEqual({ title: 0, phone: 1, code: 0 })
    expect(takenBy(suggested(differences, 0), 0)).toEqual(["phone"])
    expect(takenBy(suggested(differences, 1), 1)).toEqual([])
  })
})
