import { describe, expect, it } from "vitest"
import { filterFields, listColumns, requestFields, searchFields, showsName, tableColumns, titleField } from "./columns"
import { field, view } from "./testing"

const nobody = (): boolean => false

describe("the title of a list", () => {
  const fields = [field("subject", "Data"), field("code", "Data")]

  it("is the title field when one is declared", () => {
    expect(titleField(view(fields, { title_field: "subject", autoname: "T-.####" }))).toBe("subject")
  })

  it("is the field the name is made of when no title is declared", () => {
    expect(titleField(view(fields, { autoname: "field:code" }))).toBe("code")
  })

  it("is the first column when names are hashes", () => {
    expect(titleField(view(fields, { autoname: "hash" }))).toBe("subject")
  })

  it("is the name when it is a readable code", () => {
    expect(titleField(view(fields, { autoname: "T-.####" }))).toBe("name")
  })

  it("has the name beside it when the name says more", () => {
    expect(showsName(view(fields, { title_field: "subject", autoname: "T-.####" }))).toBe(true)
    expect(showsName(view(fields, { title_field: "subject", autoname: "hash" }))).toBe(false)
  })
})

describe("the columns of a list", () => {
  const fields = [
    field("subject", "Data"), field("status", "Select", { options: "Open\nDone" }), field("who", "Link", { options: "Human" }),
    field("amount", "Currency", { options: "currency" }), field("currency", "Data"), field("items", "Table"), field("due_on", "Date"), field("completed_on", "Datetime"),
  ]
  const declared = view(fields, {
    title_field: "subject", autoname: "hash", states: [{ title: "Open", color: "Blue" }], list_columns: ["subject", "who", "status", "amount", "items", "due_on"],
  })
  const columns = listColumns(declared, (doctype) => doctype === "Human")

  it("begin with the title and the status, end with the last change, and leave out tables", () => {
    expect(columns.map((column) => [column.fieldname, column.kind])).toEqual([
      ["subject", "title"], ["status", "status"], ["who", "person"], ["amount", "money"], ["due_on", "date"], ["modified", "when"],
    ])
  })

  it("have the number of documents that are submitted beside the title, instead of the last change", () => {
    const kinds = (more: object): string[] => tableColumns(view(fields, { title_field: "subject", list_columns: ["subject", "amount"], ...more }), nobody).map(({ kind }) => kind)
    expect(kinds({ autoname: "T-.####", is_submittable: 1 })).toEqual(["title", "id", "status", "money"])
    expect(kinds({ autoname: "T-.####" })).toEqual(["title", "status", "money", "when"])
    expect(kinds({ autoname: "hash", is_submittable: 1 })).toEqual(["title", "status", "money", "when"])
  })

  it("put money on the right", () => {
    expect(columns.find((column) => column.fieldname === "amount")?.right).toBe(true)
  })

  it("have room for what stands above them, within reason", () => {
    const called = (label: string): number => listColumns(view([field("ready", "Check", { label })], { list_columns: ["ready"], autoname: "T-.####" }), nobody).find((column) => column.fieldname === "ready")!.width
    expect([called("Ready"), called("Вероятность"), called("What nobody would ever read above a tick")]).toEqual([88, 109, 160])
  })

  it("ask for what their look depends on", () => {
    expect(requestFields(declared, columns)).toEqual(expect.arrayContaining(["name", "docstatus", "currency", "completed_on"]))
  })

  it("never ask for a currency that is not a field", () => {
    const foreign = view([field("amount", "Currency", { options: "Company:company:default_currency" })])
    expect(requestFields(foreign, listColumns(foreign, nobody))).not.toContain("Company:company:default_currency")
  })
})

describe("what a list can be asked", () => {
  it("is every field that holds a value, and the standard columns", () => {
    const declared = view([field("subject", "Data"), field("s1", "Section Break"), field("items", "Table"), field("pwd", "Password")])
    expect(filterFields(declared).map((each) => each.fieldname)).toEqual(["subject", "name", "modified", "creation", "owner", "modified_by"])
  })

  it("searches in text only", () => {
    const declared = view([field("subject", "Data"), field("due", "Date")], { title_field: "subject", search_fields: ["due", "unknown", "subject"] })
    expect(searchFields(declared)).toEqual(["name", "subject"])
  })
})
