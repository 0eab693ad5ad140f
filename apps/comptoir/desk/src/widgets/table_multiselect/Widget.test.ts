import { type VueWrapper, flushPromises, mount } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { defineComponent, h, reactive } from "vue"
import { emptyEnv, provideFormEnv } from "@/form/env"
import type { Doc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import { serve } from "../../../tests/server"
import { testRouter } from "../testing"
import Widget from "./Widget.vue"

const LINE = doctype("Line", [field("party", "Link", { options: "Party" })])
const FIELD = field("parties", "Table MultiSelect", { options: "Line" })
let wrapper: VueWrapper

function show(): { doc: Doc; answer: Record<string, () => void> } {
  const doc = reactive<Doc>({ parties: [] })
  const answer: Record<string, () => void> = {}
  serve({ "frappe.desk.search.search_link": ({ args: { txt } }) => new Promise((resolve) => (answer[String(txt)] = () => resolve(txt === "nobody" ? [] : [{ value: txt }]))) })
  const Host = defineComponent(() => {
    provideFormEnv({ ...emptyEnv(), children: () => ({ Line: LINE }) })
    return () => h(Widget, { field: FIELD, modelValue: doc.parties, doc, inputId: "p", "onUpdate:modelValue": (now: unknown) => (doc.parties = now) })
  })
  wrapper = mount(Host, { attachTo: document.body, global: { plugins: [testRouter()] } })
  return { doc, answer }
}

async function leave(text: string): Promise<void> {
  await wrapper.get("input").setValue(text)
  await wrapper.get("input").trigger("blur")
  await flushPromises()
}

afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("several links", () => {
  it("take each text that is left, once, in the order of the answers", async () => {
    const { doc, answer } = show()
    for (const text of ["A", "B"]) await leave(text)
    answer.B?.()
    answer.A?.()
    await flushPromises()
    const rows = (): unknown[] => (doc.parties as Doc[]).map((row) => [row.party, row.idx])
    expect(rows()).toEqual([["B", 1], ["A", 2]])
    await leave("A")
    answer.A?.()
    await flushPromises()
    expect(rows()).toEqual([["B", 1], ["A", 2]])
  })

  it("mark a text that means nothing until it is emptied", async () => {
    const { doc, answer } = show()
    await leave("nobody")
    answer.nobody?.()
    await flushPromises()
    expect([doc.parties, wrapper.get("input").element.value, wrapper.text()]).toEqual([[], "nobody", "“nobody” was not found. Choose from the list."])
    await leave("")
    expect([wrapper.get("input").element.value, wrapper.text()]).toEqual(["", ""])
  })
})
