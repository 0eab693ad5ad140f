import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocTypeView, Document, MetaBundle } from "@/types"
import { dismiss, notices } from "@/ui/toast"
import ViewPage from "@/views/ViewPage.vue"
// The view and the editor come in chunks of their own; here they are read before the first test.
import "@/list/ListView.vue"
import "@/list/inline/InlineCell.vue"
import { eventually } from "./eventually"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const THING = view([field("subject", "Data"), field("city", "Data"), field("open", "Check"), field("state", "Data", { read_only: 1 })], {
  title_field: "subject", rights: { read: true, write: true } as DocTypeView["rights"],
})
const ROWS: Document[] = [{ name: "T-1", subject: "First", city: "Lyon", open: 0, state: "x", modified: "2026-07-25 10:00:00", docstatus: 0 }]
const BOOT = { user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret", modules: [] }

let router: Router
let wrapper: VueWrapper
let log: Asked[]

async function open(answers: Answers = {}): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.list": () => ({ rows: ROWS, has_more: false, link_titles: {} }),
    "PUT /api/resource/Thing/T-1": ({ args }) => new Response(JSON.stringify({ data: { ...ROWS[0], ...args, modified: "2026-07-25 11:00:00" } })),
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", name: "home", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/:name", name: "form", component: blank }] })
  await router.push("/thing")
  wrapper = mount(ViewPage, { props: { doctype: "Thing", name: "list" }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const cell = (fieldname: string) => wrapper.find(`td[data-cell=${fieldname}]`)
const press = (...keys: string[]): void => keys.forEach((key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))
const puts = (): Asked[] => log.filter((asked) => asked.method === "PUT")

async function type(text: string, key: string): Promise<void> {
  await eventually(() => expect(wrapper.find("[data-test=inline-cell] input").exists()).toBe(true))
  const input = wrapper.find("[data-test=inline-cell] input")
  await input.setValue(text)
  await input.trigger("keydown", { key })
  await flushPromises()
}

beforeEach(() => forgetMeta())
afterEach(() => {
  for (const notice of notices.value) dismiss(notice.id)
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

describe("a cell of a list", () => {
  it("is edited with F2 on the version that is shown, and put back from its notice", async () => {
    await open()
    press("ArrowDown", "ArrowRight", "F2")
    await type("Lille", "Enter")
    expect(puts().map((asked) => asked.args)).toEqual([{ city: "Lille", modified: "2026-07-25 10:00:00" }])
    expect(cell("city").text()).toBe("Lille")
    notices.value.at(-1)?.action?.run()
    await flushPromises()
    expect(puts().at(-1)?.args).toEqual({ city: "Lyon", modified: "2026-07-25 11:00:00" })
    expect(cell("city").text()).toBe("Lyon")
  }, 15_000)

  it("is left as it was with Escape, and asks nothing where nothing was changed", async () => {
    await open()
    await cell("city").trigger("dblclick")
    await type("Lille", "Escape")
    await cell("city").trigger("dblclick")
    await type("Lyon", "Enter")
    expect([puts(), cell("city").text(), wrapper.find("[data-test=inline-cell]").exists()]).toEqual([[], "Lyon", false])
  })

  it("shows why it was refused, and stays open", async () => {
    const message = "Thing T-1 was changed after you opened it."
    await open({ "PUT /api/resource/Thing/T-1": () => new Refused(417, { exc_type: "TimestampMismatchError", _server_messages: JSON.stringify([JSON.stringify({ message })]) }) })
    await cell("city").trigger("dblclick")
    await type("Lille", "Enter")
    expect(wrapper.find("[data-test=inline-problem]").text()).toBe(message)
  })

  it("that is ticked is stored at once", async () => {
    await open()
    await cell("open").trigger("dblclick")
    await flushPromises()
    expect(puts().map((asked) => asked.args.open)).toEqual([1])
  })

  it("that may not be written opens the document, at once", async () => {
    await open()
    await cell("state").trigger("dblclick")
    expect(wrapper.find("[data-test=inline-cell]").exists()).toBe(false)
    await cell("state").trigger("click")
    await flushPromises()
    expect(router.currentRoute.value.path).toBe("/thing/T-1")
    expect(asksFor(log, "T-1")).toEqual([])
  })
})
