import { describe, expect, it } from "vitest"
import type { Filter } from "@/types"
import { added, fromDrafts, replaced, started, startedGroup, toDrafts, withOperator, without, type Draft } from "./drafts"
import { field } from "./testing"

const open: Filter = ["status", "=", "Open"]
const due: Filter = ["due", "<", "today + 7 days"]
const text = field("title", "Data")

describe("drafts of filters", () => {
  it("give back what they were made of", () => {
    const where = { any: true, items: [open, due] }
    expect(fromDrafts(toDrafts([open], where))).toEqual({ filters: [open], where })
    expect(fromDrafts(toDrafts([], undefined))).toEqual({ filters: [], where: undefined })
  })

  it("count once they are complete", () => {
    const root = added(toDrafts([open], undefined), started(text))
    expect(fromDrafts(root).filters).toEqual([open])
    const draft = root.items[1] as Draft
    expect(fromDrafts(replaced(root, { ...draft, value: "tea" })).filters).toEqual([open, ["title", "like", "%tea%"]])
  })

  it("are plain where a group holds but one", () => {
    const group = startedGroup(text, true)
    const one = replaced(group, { ...(group.items[0] as Draft), value: "tea" })
    expect(fromDrafts(added(toDrafts([open], undefined), one))).toEqual({ filters: [open, ["title", "like", "%tea%"]], where: undefined })
  })

  it("keep their place when they change", () => {
    const root = toDrafts([open, due], undefined)
    const changed = replaced(root, withOperator(root.items[0] as Draft, "in"))
    expect(fromDrafts(changed).filters).toEqual([["status", "in", ["Open"]], due])
    expect(fromDrafts(without(changed, (root.items[0] as Draft).key)).filters).toEqual([due])
  })
})
