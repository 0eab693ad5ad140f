import { describe, expect, it } from "vitest"
import { listColumns } from "./columns"
import { everyField, listedFields, verdictOn } from "./export"
import { field, view } from "./testing"

const fields = [
  field("subject", "Data"), field("s1", "Section Break"), field("amount", "Currency", { options: "currency" }), field("currency", "Link"),
  field("notes", "Text"), field("rows", "Table"), field("secret", "Password"), field("sum", "Int", { is_virtual: 1 }), field("go", "Button"), field("photo", "Attach Image"),
]
const declared = view(fields, { title_field: "subject", list_columns: ["subject", "amount"] })

describe("the columns of an export", () => {
  it("are those of the list, with the name and the currency of amounts", () => {
    expect(listedFields(declared, listColumns(declared, () => false))).toEqual(["name", "subject", "amount", "currency", "modified"])
  })

  it("have no currency that stands in another document", () => {
    const foreign = view([field("amount", "Currency", { options: "Company:company:default_currency" })])
    expect(listedFields(foreign, listColumns(foreign, () => false))).toEqual(["name", "amount", "modified"])
  })

  it("are all that is stored and shown", () => {
    expect(everyField(declared)).toEqual(["name", "subject", "amount", "currency", "notes", "photo", "owner", "creation", "modified_by", "modified"])
  })

  it("say the state of what is submitted", () => {
    expect(everyField(view([], { is_submittable: 1 }))).toContain("docstatus")
  })
})

describe("an export may be made", () => {
  it.each([
    [{ rows: 3, more: false, most: null }, "fine"],
    [{ rows: 100_000, more: true, most: null }, "fine"],
    [{ rows: 2, more: false, most: 2 }, "fine"],
    [{ rows: 3, more: false, most: 2 }, "too much"],
    [{ rows: 200_000, more: true, most: 200_000 }, "too much"],
    [{ rows: 0, more: false, most: 2 }, "nothing"],
  ])("%o: %s", (extent, verdict) => {
    expect(verdictOn(extent)).toBe(verdict)
  })
})
