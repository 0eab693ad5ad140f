import { describe, expect, it } from "vitest"
import type { PermissionRow } from "../permitting"
import { applies, changesOf, conflicts, edited, type EditedRow, groundedChanges, keyOf, rebased, toggled, withOwner, withoutEdit, withRow } from "./edits"

const row = (role: string, rights: string[], level = 0, if_owner = 0): PermissionRow => ({
  doctype: "Thing", doctype_label: "Thing", module: "Depot", role, role_label: role, level, if_owner, rights, masks: [], kind: "standard",
})
const ROWS = [row("Clerk", ["read", "write"]), row("Boss", ["read"]), row("Clerk", ["read"], 1)]
const find = (rows: EditedRow[], role: string, if_owner = 0): EditedRow => rows.find((each) => each.role === role && each.if_owner === if_owner) as EditedRow

describe("an edit of the grid", () => {
  it("marks what it changes and is told to the server as the row is to be", () => {
    const edits = withRow(ROWS, {}, row("Clerk", ["read", "delete"]))
    const shown = find(edited(ROWS, edits), "Clerk")
    expect([shown.state, [...shown.marked].sort()]).toEqual(["changed", ["delete", "write"]])
    expect(changesOf(ROWS, edits)).toEqual([{ doctype: "Thing", role: "Clerk", level: 0, if_owner: 0, rights: ["read", "delete"] }])
  })

  it("says what it is made upon, so that the server can tell whether that still holds", () => {
    const edits = withRow(ROWS, withRow(ROWS, {}, row("Clerk", ["read"])), row("Driver", ["read"]))
    expect(groundedChanges(ROWS, edits).map(({ role, was }) => [role, was])).toEqual([["Clerk", ["read", "write"]], ["Driver", []]])
  })

  it("is gone once the row is as it was, in whatever order", () => {
    const edits = withRow(ROWS, withRow(ROWS, {}, row("Clerk", ["read"])), row("Clerk", ["write", "read"]))
    expect(edits).toEqual({})
  })

  it("keeps a removed row in sight", () => {
    const edits = withRow(ROWS, {}, row("Boss", []))
    expect(find(edited(ROWS, edits), "Boss").state).toBe("removed")
    expect(changesOf(ROWS, edits)[0]?.rights).toEqual([])
  })

  it("adds a row, which is nothing to the server while it gives nothing", () => {
    const edits = withRow(ROWS, {}, row("Driver", []))
    expect([find(edited(ROWS, edits), "Driver").state, changesOf(ROWS, edits)]).toEqual(["added", []])
    expect(withoutEdit(edits, keyOf(row("Driver", [])))).toEqual({})
  })

  it("turns a row into one for their own documents only", () => {
    const edits = withOwner(ROWS, {}, find(edited(ROWS, {}), "Clerk"))!
    const shown = edited(ROWS, edits)
    expect([find(shown, "Clerk").state, find(shown, "Clerk", 1).state]).toEqual(["removed", "added"])
    expect(changesOf(ROWS, edits).map(({ if_owner, rights }) => [if_owner, rights.join()])).toEqual([[0, ""], [1, "read,write"]])
    expect(withOwner(ROWS, edits, find(shown, "Clerk", 1))).toEqual({})
  })

  it("does not turn a row into one that is there", () => {
    const rows = [...ROWS, row("Clerk", ["read"], 0, 1)]
    expect(withOwner(rows, {}, find(edited(rows, {}), "Clerk"))).toBeUndefined()
  })
})

describe("somebody else's change", () => {
  const edits = withRow(ROWS, {}, row("Clerk", ["read"]))

  it("is a conflict where it is about the same row", () => {
    expect(conflicts(ROWS, [row("Clerk", ["read", "write", "share"]), ...ROWS.slice(1)], edits).map((each) => each.role)).toEqual(["Clerk"])
    expect(conflicts(ROWS, [...ROWS.slice(0, 1), row("Boss", ["write"]), ...ROWS.slice(2)], edits)).toEqual([])
  })

  it("that did the same leaves nothing to do", () => {
    expect(rebased([row("Clerk", ["read"])], edits)).toEqual({})
  })
})

describe("a right", () => {
  it("brings reading along, and does not take it away", () => {
    expect([toggled([], "write"), toggled([], "select"), toggled(["read", "write"], "write")]).toEqual([["read", "write"], ["select"], ["read"]])
  })

  it("means nothing where it cannot apply", () => {
    expect([applies({ level: 1 }, "delete"), applies({ level: 1 }, "write"), applies({ level: 0, submittable: false }, "submit"), applies({ level: 0 }, "submit")]).toEqual([false, true, false, true])
  })
})
