import { describe, expect, it } from "vitest"
import { field, view } from "@/list/logic/testing"
import type { DocTypeView } from "@/types"
import { holdsOthers, parentField, whyFixed } from "./fields"
import { EMPTY, grown, isMore, isWithin, parentOf, replanted, rowsOf, TOP, type Branch } from "./tree"

const branch = (...names: string[]): Branch => ({ rows: names.map((name) => ({ name })), has_more: false })
const TREE = grown(EMPTY, { branches: { [TOP]: branch("World"), World: branch("Asia", "Europe"), Europe: branch("France") }, below: { World: 2, Europe: 1, France: 2 }, link_titles: {} })
const drawn = (tree = TREE, ...open: string[]): string[] => rowsOf(tree, new Set(open)).map((row) => (isMore(row) ? `${" ".repeat(row.level)}…` : `${" ".repeat(row.level)}${row.name} ${row.place}/${row.among} ${row.below}`))

describe("the rows", () => {
  it("are those of open branches, with their place", () => {
    expect(drawn()).toEqual([" World 1/1 2"])
    expect(drawn(TREE, "World", "Europe", "Asia")).toEqual([" World 1/1 2", "  Asia 1/2 0", "  Europe 2/2 1", "   France 1/1 2"])
  })

  it("say that a branch goes on, and take its rest", () => {
    const long = { ...TREE, branches: { ...TREE.branches, World: { ...branch("Asia"), has_more: true } } }
    expect(drawn(long, "World")).toEqual([" World 1/1 2", "  Asia 1/1 0", "  …"])
    expect(drawn(grown(long, { branches: { World: branch("Asia", "Europe") }, below: {}, link_titles: {} }, 1), "World")).toEqual([" World 1/1 2", "  Asia 1/2 0", "  Europe 2/2 0"])
  })

  it("end where a document stands below itself", () => {
    const looped = grown(TREE, { branches: { France: branch("World") }, below: { France: 1, World: 2 }, link_titles: {} })
    expect(drawn(looped, "World", "Europe", "France").length).toBe(4)
  })
})

describe("a document that moves", () => {
  it("leaves one branch, comes to another, and is counted there", () => {
    const moved = replanted(TREE, "Europe", "Asia", "parent")
    expect(drawn(moved, "World", "Asia", "Europe")).toEqual([" World 1/1 1", "  Asia 1/1 1", "   Europe 1/1 1", "    France 1/1 2"])
    expect([parentOf(moved, "Europe"), moved.branches.Asia?.rows[0]?.parent]).toEqual(["Asia", "Asia"])
  })

  it("comes to the top", () => {
    expect(drawn(replanted(TREE, "France", TOP, "parent"), "World")).toEqual([" World 1/2 2", "  Asia 1/2 0", "  Europe 2/2 0", " France 2/2 2"])
  })

  it("waits with being shown where the branch was not read", () => {
    expect(drawn(replanted(TREE, "Asia", "France", "parent"), "World", "Europe", "France")).toEqual([" World 1/1 1", "  Europe 1/1 1", "   France 1/1 3"])
  })

  it("is known to lie below what is above it", () => {
    expect([isWithin(TREE, "France", "World"), isWithin(TREE, "World", "World"), isWithin(TREE, "World", "France")]).toEqual([true, true, false])
  })
})

describe("the link", () => {
  const link = (fieldname: string) => field(fieldname, "Link", { options: "Item Group" })
  const group = (...fields: ReturnType<typeof field>[]): DocTypeView => view(fields, { name: "Item Group", rights: { write: true } as DocTypeView["rights"] })

  it("is found by the declaration, or by its name", () => {
    expect(parentField(group(link("parent_item_group")))?.fieldname).toBe("parent_item_group")
    expect(parentField({ ...group(link("parent_item_group"), link("above")), nsm_parent_field: "above" })?.fieldname).toBe("above")
    expect([parentField(group(link("above"))), parentField(group(field("parent_item_group", "Data")))]).toEqual([undefined, undefined])
  })

  it("says who may hold others, and why documents stay", () => {
    const flagged = group(link("parent_item_group"), field("is_group", "Check"))
    expect([holdsOthers(flagged, { is_group: 0 as never }), holdsOthers(flagged, { is_group: 1 as never }), holdsOthers(group(), {})]).toEqual([false, true, true])
    expect([whyFixed(flagged, link("parent_item_group")), whyFixed(flagged, { ...link("x"), can_write: false })]).toEqual([undefined, "x is not yours to change."])
  })
})
