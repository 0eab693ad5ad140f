import { type VueWrapper, flushPromises, mount } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { defineComponent, h, nextTick, reactive } from "vue"
import { emptyEnv, provideFormEnv } from "@/form/env"
import { type Doc, copyDoc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import { asksFor, serve } from "../../../tests/server"
import { testRouter } from "../testing"
import Widget from "./Widget.vue"

const LINE = doctype("Line", [
  field("item", "Data", { in_list_view: 1, reqd: 1 }),
  field("qty", "Int", { in_list_view: 1 }),
  field("sum", "Currency", { in_list_view: 1, read_only: 1 }),
])
const PARTIES = doctype("Line", [field("party", "Link", { in_list_view: 1, options: "Party" }), field("code", "Data", { in_list_view: 1, set_only_once: 1 })])
const TABLE = field("lines", "Table", { options: "Line", label: "Lines" })
let wrapper: VueWrapper

function show(rows: Doc[], readOnly = false, line = LINE): Doc {
  const doc = reactive<Doc>({ lines: rows })
  const original = copyDoc<Doc>({ lines: rows })
  const Host = defineComponent(() => {
    provideFormEnv({ ...emptyEnv(), original: () => original, children: () => ({ Line: line }), errors: () => ({ "lines.1.qty": ["Too few."] }) })
    return () => h(Widget, { field: TABLE, modelValue: doc.lines, doc, readOnly, inputId: "t", "onUpdate:modelValue": (now: unknown) => (doc.lines = now) })
  })
  wrapper = mount(Host, { attachTo: document.body, global: { plugins: [testRouter()] } })
  return doc
}

const cell = (at: string) => wrapper.get<HTMLElement>(`[data-cell="${at}"]`)
const texts = () => wrapper.findAll("tbody tr").map((row) => row.findAll("[role=gridcell]").map((each) => each.text()))
const press = async (key: string, more: KeyboardEventInit = {}) => {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }))
  await nextTick()
  await nextTick()
}

afterEach(() => {
  wrapper.unmount()
  document.body.innerHTML = ""
})

describe("the grid", () => {
  it("is a grid to assistive technology, with one cell to tab to", () => {
    show([{ name: "a", item: "A", qty: 1, sum: 5 }, { name: "b", item: "B", qty: 2, sum: 6 }])
    expect(wrapper.get("table").attributes()).toMatchObject({ role: "grid", "aria-rowcount": "3", "aria-label": "Lines" })
    expect(wrapper.findAll('[role=gridcell][tabindex="0"]')).toHaveLength(1)
    expect(cell("0-2").attributes("aria-readonly")).toBe("true")
    expect(cell("0-1").attributes()).toMatchObject({ "aria-invalid": "true", title: "Too few." })
    expect(wrapper.get("tfoot").text()).toContain("11.00")
  })

  it("is edited by typing, Enter goes down and adds a row at the end", async () => {
    const doc = show([{ name: "a", item: "A", qty: 1 }])
    cell("0-1").element.focus()
    await press("7")
    expect(wrapper.get<HTMLInputElement>("[data-editor] input").element.value).toBe("7")
    await press("Enter")
    expect((doc.lines as Doc[]).map((row) => row.qty)).toEqual([7, 0])
    expect(document.activeElement?.getAttribute("data-cell")).toBe("1-1")
  })

  it("gives the old value back on Escape", async () => {
    const doc = show([{ name: "a", item: "A", qty: 1 }])
    cell("0-0").element.focus()
    await press("x")
    await press("Escape")
    expect((doc.lines as Doc[])[0]!.item).toBe("A")
    expect(wrapper.find("[data-editor]").exists()).toBe(false)
  })

  it("takes a pasted block and leaves computed cells alone", async () => {
    const doc = show([{ name: "a", item: "A", qty: 1, sum: 5 }])
    cell("0-0").element.focus()
    const event = new Event("paste", { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData: { getData: () => "X\t3\t99\nY\t4\t99" } })
    cell("0-0").element.dispatchEvent(event)
    await nextTick()
    expect((doc.lines as Doc[]).map((row) => [row.item, row.qty, row.sum, row.idx])).toEqual([["X", 3, 5, 1], ["Y", 4, undefined, 2]])
  })

  it("looks up pasted titles of documents, and marks what is not found", async () => {
    const log = serve({ "comptoir.desk.api.names_meant": () => ({ Acme: { name: "P-1", title: "Acme" } }) })
    const doc = show([{ name: "a", party: "P-9", code: "" }], false, PARTIES)
    cell("0-0").element.focus()
    const event = new Event("paste", { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData: { getData: () => "Acme\nNobody" } })
    cell("0-0").element.dispatchEvent(event)
    await flushPromises()
    expect(asksFor(log, "names_meant").map((asked) => asked.args)).toEqual([{ doctype: "Party", texts: ["Acme", "Nobody"] }])
    expect((doc.lines as Doc[]).map((row) => row.party)).toEqual(["P-1", null])
    expect(texts().map((row) => row[0])).toEqual(["Acme", "Nobody"])
    vi.unstubAllGlobals()
  })

  it("keeps open what may be set only once until the row is saved", async () => {
    const doc = show([{ name: "a", party: "P-1", code: "" }], false, PARTIES)
    cell("0-1").element.focus()
    await press("A")
    await press("Enter")
    expect([(doc.lines as Doc[])[0]!.code, cell("0-1").attributes("aria-readonly")]).toEqual(["A", undefined])
    wrapper.unmount()
    show([{ name: "a", party: "P-1", code: "A" }], false, PARTIES)
    expect(cell("0-1").attributes("aria-readonly")).toBe("true")
  })

  it("fills down, moves and deletes by keyboard", async () => {
    const doc = show([{ name: "a", item: "A", qty: 1 }, { name: "b", item: "B", qty: 2 }])
    cell("1-0").element.focus()
    await press("d", { ctrlKey: true })
    expect((doc.lines as Doc[])[1]!.item).toBe("A")
    await press("ArrowUp", { altKey: true })
    expect((doc.lines as Doc[]).map((row) => row.name)).toEqual(["b", "a"])
    await press("Delete", { ctrlKey: true })
    expect((doc.lines as Doc[]).map((row) => row.name)).toEqual(["a"])
  })

  it("that may not be written has no way to", async () => {
    show([{ name: "a", item: "A", qty: 1 }], true)
    cell("0-0").element.focus()
    await press("x")
    expect(texts()).toEqual([["A", "1", ""]])
    expect(wrapper.find("[data-test=add-row]").exists()).toBe(false)
  })
})
