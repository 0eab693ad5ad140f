import { describe, expect, it } from "vitest"
import { edited } from "./edits"
import { fieldsOf, grouped } from "./rows"

const say = (source: string, ...values: (string | number)[]): string => source.replace("{0}", String(values[0]))
const row = (doctype: string, module: string, role: string, level = 0) => ({ doctype, doctype_label: doctype, module, role, role_label: role, level, if_owner: 0, rights: ["read"], masks: [], kind: "standard" as const })
const LEVELS = [{ level: 0, fields: [] }, { level: 1, fields: [{ fieldname: "phone", label: "Phone" }, { fieldname: "iban", label: "" }] }]

describe("the groups of the grid", () => {
  it("are the document and then the levels of its fields, named", () => {
    const rows = edited([row("Thing", "Depot", "Clerk", 1), row("Thing", "Depot", "Driver"), row("Thing", "Depot", "Boss")], {})
    expect(grouped(rows, LEVELS, false, say).map((group) => [group.title, group.note, group.rows.map((each) => each.role)])).toEqual([
      ["The document", "", ["Boss", "Driver"]], ["Fields of level 1", "Phone, iban", ["Clerk"]],
    ])
  })

  it("are modules where a role is looked at", () => {
    const rows = edited([row("Thing", "Depot", "Clerk"), row("Ask", "Office", "Clerk"), row("Box", "Depot", "Clerk")], {})
    expect(grouped(rows, [], true, say).map((group) => [group.title, group.rows.map((each) => each.doctype)])).toEqual([["Depot", ["Box", "Thing"]], ["Office", ["Ask"]]])
  })

  it("have no fields to name at the level of the document", () => {
    expect(fieldsOf(0, LEVELS)).toBe("")
  })
})
