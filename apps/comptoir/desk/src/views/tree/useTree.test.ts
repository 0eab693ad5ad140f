import { flushPromises } from "@vue/test-utils"
import { afterEach, expect, it, vi } from "vitest"
import { effectScope } from "vue"
import { field, view } from "@/list/logic/testing"
import { serve } from "../../../tests/server"
import { type TreeState, useTree } from "./useTree"

afterEach(() => vi.unstubAllGlobals())

/** A tree of names by what they lie below, as it opens. */
async function opened(shape: Record<string, string[]>): Promise<string[]> {
  serve({
    "comptoir.desk.trees.branches": ({ args }) => {
      const parents = args.parents as string[]
      const rows = (parent: string) => (shape[parent] ?? []).map((name) => ({ name }))
      const below = Object.fromEntries(Object.entries(shape).filter(([name]) => name).map(([name, names]) => [name, names.length]))
      return { branches: Object.fromEntries(parents.map((parent) => [parent, { rows: rows(parent), has_more: false }])), below, link_titles: {} }
    },
  })
  const state = { filters: [], search: "", sort: [], size: 50, options: {} } as never
  const scope = effectScope()
  const tree = scope.run(() => useTree(() => ({ view: view([]), state, link: field("parent", "Link"), fields: [] }), (name) => name)) as TreeState
  await flushPromises()
  scope.stop()
  return [...tree.open.value]
}

it("opens a root that stands alone, and leaves several folded", async () => {
  expect(await opened({ "": ["All"], All: ["Paper", "Tools"] })).toEqual(["All"])
  expect(await opened({ "": ["Paper", "Tools"], Paper: ["A4"] })).toEqual([])
  expect(await opened({ "": ["Alone"] })).toEqual([])
})
