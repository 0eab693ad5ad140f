import { flushPromises } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { effectScope, ref } from "vue"
import { serve } from "../../tests/server"
import { useList, type ListRows } from "./useList"
import type { ListAnswer } from "@/types"

afterEach(() => vi.unstubAllGlobals())
const page = (...names: string[]): ListAnswer => ({ rows: names.map((name) => ({ name })), has_more: true, link_titles: {} })
const names = (list: ListRows): unknown[] => list.rows.value.map((row) => row.name)

describe("rows of a list", () => {
  it("are those of the newest question, whatever answer comes last", async () => {
    const doctype = ref("Slow")
    const waiting: Record<string, (answer: ListAnswer) => void> = {}
    serve({ "comptoir.desk.api.list": (asked) => new Promise((resolve) => (waiting[String(asked.args.doctype)] = resolve)) })
    const list = effectScope().run(() => useList(() => ({ doctype: doctype.value, fields: [] }))) as ListRows
    await flushPromises()
    doctype.value = "Quick"
    await flushPromises()
    waiting.Quick?.(page("new"))
    await flushPromises()
    waiting.Slow?.(page("old"))
    await flushPromises()
    expect([names(list), list.loading.value]).toEqual([["new"], false])
  })

  it("stay on the screen while new ones are fetched, and when that fails", async () => {
    const doctype = ref("A")
    serve({ "comptoir.desk.api.list": (asked) => (asked.args.doctype === "A" ? page("a") : Promise.reject(new Error("gone"))) })
    const list = effectScope().run(() => useList(() => ({ doctype: doctype.value, fields: [] }))) as ListRows
    await flushPromises()
    doctype.value = "B"
    await flushPromises()
    expect([names(list), list.error.value?.status]).toEqual([["a"], 0])
  })

  it("are not doubled when a row moves between pages", async () => {
    serve({ "comptoir.desk.api.list": (asked) => (asked.args.start === 0 ? page("a", "b") : page("b", "c")) })
    const list = effectScope().run(() => useList(() => ({ doctype: "A", fields: [] }))) as ListRows
    await flushPromises()
    await list.loadMore()
    expect(names(list)).toEqual(["a", "b", "c"])
  })
})
