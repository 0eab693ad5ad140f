import { type VueWrapper, flushPromises, mount } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { type ComponentOptions, defineComponent, h, nextTick, reactive } from "vue"
import { emptyEnv, provideFormEnv } from "@/form/env"
import { type Doc, copyDoc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import type { DocTypeView } from "@/types"
import { asksFor, serve } from "../../../tests/server"
import { notices } from "@/ui/toast"
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

/** How often each kind of component was drawn again since `drawn` was last emptied. */
const drawn: string[] = []
const counting: ComponentOptions = { updated() { drawn.push(String(this.$options.__name)) } }

function show(rows: Doc[], readOnly = false, line = LINE, view?: DocTypeView): Doc {
  const doc = reactive<Doc>({ lines: rows })
  const original = copyDoc<Doc>({ lines: rows })
  const Host = defineComponent(() => {
    provideFormEnv({ ...emptyEnv(), original: () => original, children: () => ({ Line: line }), view: () => view, errors: () => ({ "lines.1.qty": ["Too few."] }) })
    return () => h(Widget, { field: TABLE, modelValue: doc.lines, doc, readOnly, inputId: "t", "onUpdate:modelValue": (now: unknown) => (doc.lines = now) })
  })
  wrapper = mount(Host, { attachTo: document.body, global: { plugins: [testRouter()], mixins: [counting] } })
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

  it("takes after submit what its rows still may take, and keeps the rows", async () => {
    const line = doctype("Line", [field("item", "Data", { in_list_view: 1 }), field("note", "Data", { in_list_view: 1, allow_on_submit: 1 })])
    const rights = { rights: { write: true } } as unknown as DocTypeView
    const doc = show([{ name: "a", item: "A", note: "" }], true, line, rights)
    const locked = (): (string | undefined)[] => ["0-0", "0-1"].map((at) => cell(at).attributes("aria-readonly"))
    expect(locked()).toEqual(["true", "true"])
    doc.docstatus = 1
    await nextTick()
    expect(locked()).toEqual(["true", undefined])
    expect(wrapper.find("[data-test=add-row]").exists()).toBe(false)
    await cell("0-1").trigger("click")
    await cell("0-1").trigger("dblclick")
    const input = wrapper.get<HTMLInputElement>("[data-editor] input")
    await input.setValue("signed")
    await input.trigger("blur")
    expect(doc.lines).toMatchObject([{ item: "A", note: "signed" }])
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

  it("takes a link that was typed and left before anything answered, and marks one that is not found", async () => {
    serve({ "frappe.desk.search.search_link": ({ args }) => (args.txt === "acm" ? [{ value: "P-1", label: "Acme" }] : []) })
    const doc = show([{ name: "a", party: null, code: "" }, { name: "b", party: null, code: "" }], false, PARTIES)
    cell("0-0").element.focus()
    for (const typed of ["acm", "nobody"]) {
      await press(typed[0]!)
      await wrapper.get("[data-editor] input").setValue(typed)
      await press("Tab")
      await press("Tab")
    }
    await flushPromises()
    expect((doc.lines as Doc[]).map((row) => row.party)).toEqual(["P-1", null])
    expect(texts().map((row) => row[0])).toEqual(["Acme", "nobody"])
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

  it("moves, copies and deletes the rows that are chosen", async () => {
    const doc = show(["a", "b", "c", "d"].map((name) => ({ name, item: name, qty: 1 })))
    const order = () => (doc.lines as Doc[]).map((row) => row.item).join("")
    cell("1-0").element.focus()
    await press("ArrowDown", { shiftKey: true })
    await press(" ", { shiftKey: true })
    expect(wrapper.findAll("tr[aria-selected=true]")).toHaveLength(2)
    await press("ArrowUp", { altKey: true })
    expect([order(), document.activeElement?.getAttribute("data-cell")]).toEqual(["bcad", "1-0"])
    await wrapper.get("[data-test=duplicate-rows]").trigger("click")
    expect(order()).toBe("bcbcad")
    await press("a", { ctrlKey: true })
    await press("Escape")
    expect(wrapper.find("[data-test=delete-rows]").exists()).toBe(false)
    await press(" ", { shiftKey: true })
    await wrapper.get("[data-test=insert-row]").trigger("click")
    expect((doc.lines as Doc[]).map((row) => row.item ?? "-").join("")).toBe("b-cbcad")
  })

  it("copies, cuts, fills and pastes a range of cells", async () => {
    const doc = show([1, 2, 3].map((qty) => ({ name: `row-${qty}`, item: `Item ${qty}`, qty, sum: 1234.5 })))
    const values = () => (doc.lines as Doc[]).map((row) => [row.item, row.qty, row.sum])
    const transfer = async (type: string, text = "") => {
      let put = text
      const event = new Event(type, { bubbles: true, cancelable: true })
      Object.assign(event, { clipboardData: { getData: () => text, setData: (_: string, now: string) => (put = now) } })
      document.activeElement?.dispatchEvent(event)
      await flushPromises()
      return put
    }
    cell("0-0").element.focus()
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight"]) await press(key, { shiftKey: true })
    expect(wrapper.findAll("td[aria-selected=true]")).toHaveLength(6)
    expect(await transfer("cut")).toBe("Item 1\t1\t1,234.50\nItem 2\t2\t1,234.50")
    expect(values()).toEqual([[null, 0, 1234.5], [null, 0, 1234.5], ["Item 3", 3, 1234.5]])
    await transfer("paste", "X\t7")
    expect(values().slice(0, 2)).toEqual([["X", 7, 1234.5], [null, 0, 1234.5]])
    await press("d", { ctrlKey: true })
    expect(values()[1]).toEqual(["X", 7, 1234.5])
    await cell("2-1").trigger("mousedown", { shiftKey: true })
    await nextTick()
    expect(wrapper.findAll("td[aria-selected=true]")).toHaveLength(6)
    await press("Delete")
    expect(values().map((row) => row.slice(0, 2))).toEqual([[null, 0], [null, 0], [null, 0]])
  })

  it("fills from the corner of a range, down to the last row and into what takes it", async () => {
    const doc = show([["A", 1], ["B", 2], ["C", 3], ["D", 4]].map(([item, qty]) => ({ name: `row-${qty}`, item, qty, sum: 5 })))
    const items = () => (doc.lines as Doc[]).map((row) => row.item).join("")
    cell("0-0").element.focus()
    await press("ArrowDown", { shiftKey: true })
    await wrapper.get("[data-fill]").trigger("dblclick")
    await nextTick()
    expect([items(), wrapper.findAll("td[aria-selected=true]").length, document.activeElement?.getAttribute("data-cell")]).toEqual(["ABAB", 4, "3-0"])
    await press("Escape")
    const drag = async (from: Element, pointerType: string) => {
      for (const [type, target] of [["pointerdown", from], ["pointermove", document.body], ["pointerup", document.body]] as const) {
        target.dispatchEvent(Object.assign(new MouseEvent(type, { bubbles: true, buttons: 1 }), { pointerType }))
        await nextTick()
      }
    }
    document.elementFromPoint = () => cell("3-2").element
    Element.prototype.setPointerCapture = () => undefined
    await drag(cell("2-0").element, "touch")
    expect(wrapper.findAll("td[aria-selected=true]")).toHaveLength(0)
    await drag(wrapper.get("[data-fill]").element, "mouse")
    expect((doc.lines as Doc[])[3]).toMatchObject({ item: "B", qty: 4, sum: 5 })
    expect(notices.value.at(-1)?.message).toContain("left as they are")
  })

  it("shows what would be filled while it is dragged, and nothing else", async () => {
    show(["A", "B", "C"].map((item, at) => ({ name: item, item, qty: at + 1, sum: 5 })))
    const tinted = () => wrapper.findAll(".in-fill").map((each) => each.attributes("data-cell"))
    Element.prototype.setPointerCapture = () => undefined
    const point = async (type: string, target: Element) => {
      target.dispatchEvent(Object.assign(new MouseEvent(type, { bubbles: true, buttons: 1 }), { pointerType: "mouse" }))
      await nextTick()
    }
    const drag = async (to: string) => {
      document.elementFromPoint = () => cell(to).element
      await point("pointerdown", wrapper.get("[data-fill]").element)
      await point("pointermove", document.body)
    }
    cell("0-0").element.focus()
    await press("ArrowRight", { shiftKey: true })
    await press("ArrowRight", { shiftKey: true })
    await drag("2-2")
    expect(tinted()).toEqual(["1-0", "1-1", "2-0", "2-1"])
    await point("pointercancel", document.body)
    expect(tinted()).toEqual([])
    await press("Escape")
    cell("1-0").element.focus()
    await nextTick()
    await drag("1-2")
    expect(tinted()).toEqual([])
    await point("pointercancel", document.body)
  })

  it("leaves the mouse to the input of a cell, with Shift too", async () => {
    show([{ name: "a", item: "A", qty: 1 }])
    cell("0-0").element.focus()
    await press("F2")
    const pressed = new MouseEvent("mousedown", { bubbles: true, cancelable: true, shiftKey: true })
    wrapper.get("[data-editor] input").element.dispatchEvent(pressed)
    await nextTick()
    expect([pressed.defaultPrevented, wrapper.find("[data-editor]").exists()]).toEqual([false, true])
  })

  it("puts deleted rows back among those that came since", async () => {
    const doc = show([{ name: "a", item: "A" }, { name: "b", item: "B" }])
    cell("0-0").element.focus()
    await press("Delete", { ctrlKey: true })
    await wrapper.get("[data-test=add-row]").trigger("click")
    notices.value.at(-1)?.action?.run()
    expect((doc.lines as Doc[]).map((row) => row.name)).toEqual(["a", "b", undefined])
  })

  it("shows the columns its user wants, and keeps them", async () => {
    const log = serve({ "frappe.model.utils.user_settings.save": () => "{}" })
    const view = { ...doctype("Order", []), user_settings: { GridView: { Line: [{ fieldname: "sum" }, { fieldname: "item", width: 200 }], Other: [{ fieldname: "x" }] } } }
    show([{ name: "a", item: "A", qty: 1, sum: 5 }], false, LINE, view)
    expect(wrapper.findAll("th [role=separator]").map((edge) => edge.attributes("data-edge"))).toEqual(["sum", "item"])
    await wrapper.get("[data-edge=item]").trigger("keydown", { key: "ArrowRight" })
    expect(asksFor(log, "user_settings.save").map((asked) => asked.args)).toEqual([
      { doctype: "Order", user_settings: { GridView: { Line: [{ fieldname: "sum", columns: 2 }, { fieldname: "item", columns: 3, width: 216 }], Other: [{ fieldname: "x" }] } } },
    ])
    vi.unstubAllGlobals()
  })

  it("closes the form of a row with a button that says no more than that", async () => {
    show([{ name: "a", item: "A", qty: 1 }])
    cell("0-0").element.focus()
    await press("Enter", { ctrlKey: true })
    const words = () => [...document.querySelectorAll("[role=dialog] button")].map((button) => button.textContent.trim())
    expect([words().at(-1), words().includes("Done")]).toEqual(["Close", false])
  })

  it("adds up the rows that count, and shows which do not", async () => {
    const optional = { ...LINE, counts_when: "eval:doc.qty" }
    const doc = show([{ name: "a", item: "A", qty: 1, sum: 5 }, { name: "b", item: "B", qty: 0, sum: 6 }, { name: "c", item: "C", qty: 2, sum: 7 }], false, optional)
    const idle = () => wrapper.findAll(".idle").map((each) => each.attributes("data-cell"))
    expect([idle(), wrapper.get("tfoot").text().includes("12.00"), cell("1-2").attributes("title")]).toEqual([["1-1", "1-2"], true, "Not added up below"])
    ;(doc.lines as Doc[])[1]!.qty = 1
    await nextTick()
    expect([idle(), wrapper.get("tfoot").text().includes("18.00")]).toEqual([[], true])
  })

  it("that may not be written has no way to", async () => {
    show([{ name: "a", item: "A", qty: 1 }], true)
    cell("0-0").element.focus()
    await press("x")
    expect(texts()).toEqual([["A", "1", ""]])
    expect(wrapper.find("[data-test=add-row]").exists()).toBe(false)
  })
})

describe("a long grid", () => {
  const lines = (many: number) => Array.from({ length: many }, (_, at) => ({ name: `row-${at}`, item: `Item ${at}`, qty: at, sum: 1 }))
  const indexes = () => wrapper.findAll("tbody [aria-rowindex]").map((row) => Number(row.attributes("aria-rowindex")))

  it("draws the rows that are near, and says how many there are", async () => {
    show(lines(2000))
    expect(wrapper.get("table").attributes("aria-rowcount")).toBe("2001")
    expect(indexes().length).toBeLessThan(60)
    cell("0-0").element.focus()
    await press("ArrowDown", { ctrlKey: true })
    expect([indexes().at(-1), document.activeElement?.getAttribute("data-cell")]).toEqual([2001, "1999-0"])
    expect(wrapper.get("tfoot").text()).toContain("2,000.00")
  })

  it("pastes beyond what is drawn", async () => {
    const doc = show(lines(200))
    cell("0-0").element.focus()
    const event = new Event("paste", { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData: { getData: () => Array.from({ length: 300 }, (_, at) => `New ${at}`).join("\n") } })
    cell("0-0").element.dispatchEvent(event)
    await flushPromises()
    expect([(doc.lines as Doc[]).length, (doc.lines as Doc[])[299]!.item, (doc.lines as Doc[])[299]!.idx]).toEqual([300, "New 299", 300])
    expect(wrapper.get("table").attributes("aria-rowcount")).toBe("301")
  })

  it("draws nothing but the cell and the sums while one types", async () => {
    const doc = show(lines(200))
    cell("3-0").element.focus()
    await press("x")
    drawn.length = 0
    const input = wrapper.get<HTMLInputElement>("[data-editor] input")
    await input.setValue("xy")
    expect((doc.lines as Doc[])[3]!.item).toBe("xy")
    expect(drawn.filter((name) => name === "GridRow" || name === "GridTable")).toEqual([])
    expect(drawn.filter((name) => name === "GridCell")).toHaveLength(1)
    drawn.length = 0
    ;(doc.lines as Doc[])[5]!.sum = 100
    await nextTick()
    expect(drawn.filter((name) => name.startsWith("Grid"))).toEqual(["GridCell", "GridFoot"])
  })

  it("finds a cell that is not drawn, and goes there", async () => {
    show(lines(500))
    const box = wrapper.get<HTMLInputElement>("[data-test=find-in-grid]")
    await box.setValue("item 45")
    expect(wrapper.get("[data-test=found-in-grid]").text()).toBe("1 of 11")
    await box.trigger("keydown", { key: "Enter" })
    expect(wrapper.get("[data-test=found-in-grid]").text()).toBe("2 of 11")
    await box.trigger("keydown", { key: "Escape" })
    await nextTick()
    await nextTick()
    expect(document.activeElement?.getAttribute("data-cell")).toBe("450-0")
  })
})

describe("rows on a phone", () => {
  const STOP = doctype("Line", [
    field("party", "Data", { in_list_view: 1 }), field("at", "Time", { in_list_view: 1, label: "At" }), field("place", "Small Text", { in_list_view: 1, label: "Place" }),
  ])

  it("are called by what stands first, or else by the first words they have", () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }))
    show([{ name: "a", party: "Alpha", at: "09:00:00", place: "Lyon" }, { name: "b", at: "10:00:00", place: "Post office" }], false, STOP)
    vi.unstubAllGlobals()
    const cards = wrapper.findAll("li button.text-left").map((each) => each.findAll("span span").map((span) => span.text()))
    expect(cards).toEqual([["Alpha", "At: 09:00 · Place: Lyon"], ["Post office", "At: 10:00"]])
  })
})
