import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import DesignerPage from "@/print/designer/DesignerPage.vue"
import { loadBoot } from "@/stores/session"
import { type Answers, type Asked, asksFor, Refused, serve } from "./server"

const OPENED = {
  name: "Card", modified: "2026-11-28 10:00:00.000000", is_standard: false, doctype: "Client", doctype_label: "Client", values: { margin_top: 15, font_size: 0, show_section_headings: 1 },
  is_arranged: true, rows: [{ fieldtype: "Section Break", label: "Who" }, { fieldname: "client_name" }, { fieldname: "gone" }], said: { Who: "Qui" },
  fields: [{ fieldname: "client_name", fieldtype: "Data", label: "Client name" }, { fieldname: "city", fieldtype: "Data", label: "City" }], sample: "CLI-1",
  choices: { page_size: [{ value: "", label: "" }, { value: "A5", label: "A5" }] }, letterheads: [], languages: [{ code: "en", label: "English" }],
}
const DRAWN = { html: "<p>drawn</p>", width: 210, height: 297, problem: null }
const PREVIEW = "designer.preview"
const SAVED = "PUT /api/resource/Print Format/Card"

let wrapper: VueWrapper
let router: Router
let log: Asked[]

async function open(path = "/desk/print-designer/Card", answers: Answers = {}): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => ({ user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret" }),
    "comptoir.printing.designer.opened": () => OPENED,
    "comptoir.printing.designer.preview": () => DRAWN,
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/desk/print-designer/:format?", name: "print-designer", component: blank }, { path: "/desk/print/:doctype/:name", name: "print", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/:name", name: "form", component: blank }] })
  await router.push(path)
  wrapper = mount(DesignerPage, { global: { plugins: [router] }, attachTo: document.body })
  await settle(0)
}

async function settle(milliseconds = 600): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await flushPromises()
}

const at = (test: string) => wrapper.find(`[data-test=${test}]`)
const sheet = (): string[] => at("sheet").findAll("[data-item]").map((item) => item.text())
const asked = (): Record<string, unknown> => asksFor(log, PREVIEW).at(-1)!.args.format as Record<string, unknown>

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})

afterEach(() => {
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe("the designer", () => {
  it("draws the sample at once, and again half a second after the last of several changes", async () => {
    await open()
    expect(at("sheet").text()).toContain("Qui")
    expect(asksFor(log, PREVIEW).map(({ args }) => args.name)).toEqual(["CLI-1"])
    await wrapper.find("[data-field=city]").trigger("click")
    for (const label of ["T", "To", "Town"]) await at("item-label").setValue(label)
    await settle(400)
    expect(asksFor(log, PREVIEW).length).toBe(1)
    await settle(200)
    expect(asksFor(log, PREVIEW).length).toBe(2)
    expect(JSON.parse(String(asked().format_data)).at(-1)).toEqual({ fieldname: "city", label: "Town" })
  })

  it("undoes typing as one step, and what was added as another", async () => {
    await open()
    await wrapper.find("[data-field=city]").trigger("click")
    for (const label of ["T", "Town"]) await at("item-label").setValue(label)
    expect(sheet()).toEqual(["Client name", "gone", "Town"])
    await at("undo").trigger("click")
    expect(sheet()).toEqual(["Client name", "gone", "City"])
    await wrapper.trigger("keydown", { code: "KeyZ", ctrlKey: true })
    expect(sheet()).toEqual(["Client name", "gone"])
    await wrapper.trigger("keydown", { code: "KeyZ", ctrlKey: true, shiftKey: true })
    expect(sheet()).toEqual(["Client name", "gone", "City"])
  })

  it("saves only what changed, on the version that was read", async () => {
    await open(undefined, { [SAVED]: ({ args }) => new Response(JSON.stringify({ data: { name: "Card", ...args, modified: "2026-11-28 11:00:00.000000" } })) })
    expect(at("save").attributes("disabled")).toBeDefined()
    await at("set-margin_top").setValue("22")
    await settle()
    expect(localStorage.length).toBe(1)
    await at("save").trigger("click")
    await settle()
    expect(log.find(({ method }) => method === "PUT")!.args).toEqual({ margin_top: 22, modified: OPENED.modified })
    expect(at("save").attributes("disabled")).toBeDefined()
    expect(localStorage.length).toBe(0)
    await at("set-margin_top").setValue("40")
    await settle()
    await at("designer-menu").trigger("click")
    await settle()
    document.querySelectorAll<HTMLElement>("[role=menuitem]").forEach((item) => item.textContent?.includes("Discard changes") && item.click())
    await settle()
    expect((at("set-margin_top").element as HTMLInputElement).value).toBe("22")
  })

  it("lays its changes on what somebody else saved meanwhile, if they are wanted", async () => {
    const conflict = new Refused(417, { exc_type: "TimestampMismatchError", _server_messages: "[]" })
    let reads = 0
    await open(undefined, { [SAVED]: () => conflict, "comptoir.printing.designer.opened": () => ({ ...OPENED, values: { ...OPENED.values, font_size: reads++ ? 12 : 0 } }) })
    await at("set-margin_top").setValue("22")
    await at("save").trigger("click")
    await settle()
    const keep = [...document.querySelectorAll("button")].find((button) => button.textContent?.includes("Reload and keep my changes"))
    keep!.click()
    await settle()
    expect([asked().margin_top, asked().font_size]).toEqual([22, 12])
  })

  it("finds its draft again and gives it up when asked", async () => {
    await open()
    await wrapper.find("[data-field=city]").trigger("click")
    await settle()
    wrapper.unmount()
    await open()
    expect(sheet()).toEqual(["Client name", "gone", "City"])
    await at("discard-draft").trigger("click")
    await settle()
    expect(sheet()).toEqual(["Client name", "gone"])
    expect(localStorage.length).toBe(0)
  })

  it("says what is wrong with a template, and marks its line", async () => {
    const problem = { message: "The template cannot be rendered (line 2): no", line: 2 }
    await open(undefined, { "comptoir.printing.designer.opened": () => ({ ...OPENED, values: { custom_format: 1, html: "a\nb" } }), "comptoir.printing.designer.preview": () => ({ html: "", problem }) })
    expect(at("preview-problem").text()).toBe(problem.message)
    expect(wrapper.find(".text-ink-red-4").text()).toBe("2")
  })

  it("gives a copy of what belongs to an app a name of its own", async () => {
    await open(undefined, { "comptoir.printing.designer.opened": () => ({ ...OPENED, is_standard: true }), "POST /api/resource/Print Format": ({ args }) => new Response(JSON.stringify({ data: args })) })
    expect(at("designer-note").text()).toContain("belongs to an app")
    await at("save").trigger("click")
    await settle()
    const name = document.querySelector<HTMLInputElement>("[data-test=format-name]")!
    expect(name.value).toBe("Card (copy)")
    name.form!.requestSubmit()
    await settle()
    expect(asksFor(log, "/api/resource/Print%20Format")[0]!.args).toMatchObject({ name: "Card (copy)", doc_type: "Client", standard: "No" })
    expect(router.currentRoute.value.params.format).toBe("Card (copy)")
  })
})
