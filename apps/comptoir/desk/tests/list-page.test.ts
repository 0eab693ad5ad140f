import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocTypeView, Document, MetaBundle } from "@/types"
import ViewPage from "@/views/ViewPage.vue"
// The view itself comes in a chunk of its own; here it is read before the first test.
import "@/list/ListView.vue"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const RIGHTS = { read: true, create: true, delete: true, export: false } as DocTypeView["rights"]
const THING = view([field("subject", "Data"), field("status", "Select", { options: "Open\nDone" }), field("client", "Link", { options: "Party" })], {
  title_field: "subject", autoname: "T-.####", states: [{ title: "Open", color: "Blue" }], rights: RIGHTS, standard_filters: ["status"], search_fields: ["subject"],
})
const ROWS: Document[] = [
  { name: "T-1", subject: "First", status: "Open", client: "P-1", modified: "2026-07-25 10:00:00", docstatus: 0 },
  { name: "T-2", subject: "Second", status: "Done", modified: "2026-07-25 09:00:00", docstatus: 0 },
]
const BOOT = {
  user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret",
  modules: [{ name: "M", label: "Module", doctypes: [{ name: "Thing", label: "Thing", can_create: true, can_read: true }] }],
}

let router: Router
let wrapper: VueWrapper
let log: Asked[]

async function open(path: string, answers: Answers = {}): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.list": () => ({ rows: ROWS, has_more: true, link_titles: { "Party::P-1": "Acme" } }),
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/", name: "home", component: blank }, { path: "/:slug", name: "list", component: blank },
      { path: "/:slug/new", name: "new", component: blank }, { path: "/:slug/:name", name: "form", component: blank },
    ],
  })
  await router.push(path)
  wrapper = mount(ViewPage, { props: { doctype: "Thing", name: "list" }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const lastList = (): Record<string, unknown> => asksFor(log, "desk.api.list").at(-1)?.args ?? {}
const press = (key: string): boolean => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))

beforeEach(() => forgetMeta())
afterEach(() => {
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

describe("a list", () => {
  it("shows rows with title, name, state and the titles of links", async () => {
    await open("/thing")
    const text = wrapper.find("tbody tr").text()
    expect(["First", "T-1", "Open", "Acme"].filter((part) => !text.includes(part))).toEqual([])
  })

  it("asks what the address says", async () => {
    await open('/thing?status=Open&client=["in",["P-1"]]&_sort=subject+asc&_q=fir')
    expect(lastList()).toMatchObject({
      doctype: "Thing", filters: [["status", "=", "Open"], ["client", "in", ["P-1"]]], order_by: "subject asc",
      or_filters: [["name", "like", "%fir%"], ["subject", "like", "%fir%"]], start: 0, page_length: 50,
    })
  })

  it("writes the order chosen by a click on a head into the address", async () => {
    await open("/thing")
    await wrapper.find("[data-sort=subject]").trigger("click")
    await flushPromises()
    expect([router.currentRoute.value.query, lastList().order_by]).toEqual([{ _sort: "subject asc" }, "subject asc"])
  })

  it("loads the next rows after those it has", async () => {
    await open("/thing")
    await wrapper.find("[data-test=more]").trigger("click")
    await flushPromises()
    expect(lastList().start).toBe(2)
  })

  it("counts only when asked, and says when there are more than it counted", async () => {
    await open("/thing", { "comptoir.desk.api.count": () => ({ count: 1000, more: true }) })
    expect(asksFor(log, "desk.api.count")).toHaveLength(0)
    await wrapper.find("[data-test=count]").trigger("click")
    await flushPromises()
    expect(wrapper.find("[data-test=total]").text()).toBe("of 1,000+")
  })

  it("offers to make the first document when there is none", async () => {
    await open("/thing", { "comptoir.desk.api.list": () => ({ rows: [], has_more: false, link_titles: {} }) })
    await wrapper.find("[data-test=empty] button").trigger("click")
    await flushPromises()
    expect(router.currentRoute.value.path).toBe("/thing/new")
  })

  it("offers to clear the filters when they leave nothing", async () => {
    await open("/thing?status=Done", { "comptoir.desk.api.list": () => ({ rows: [], has_more: false, link_titles: {} }) })
    await wrapper.find("[data-test=empty] button").trigger("click")
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({})
  })

  it("says what went wrong and tries again", async () => {
    let broken = true
    await open("/thing", {
      "comptoir.desk.api.list": () => (broken ? new Refused(417, { _server_messages: JSON.stringify([JSON.stringify({ message: "Too odd." })]) }) : { rows: ROWS, has_more: false, link_titles: {} }),
    })
    expect(wrapper.find("[data-test=problem]").text()).toContain("Too odd.")
    broken = false
    await wrapper.find("[data-test=problem] button").trigger("click")
    await flushPromises()
    expect(wrapper.findAll("tbody tr")).toHaveLength(2)
  })
})

describe("a list under the keyboard", () => {
  it("opens the row that the arrows reached", async () => {
    await open("/thing")
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    await flushPromises()
    expect(router.currentRoute.value.path).toBe("/thing/T-2")
  })

  it("makes a new document with what the list is narrowed to", async () => {
    await open("/thing?status=Done")
    press("n")
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe("/thing/new?status=Done")
  })

  it("puts the cursor into the search box", async () => {
    await open("/thing")
    press("/")
    expect(document.activeElement).toBe(wrapper.find("[data-test=list-search]").element)
  })

  it("leaves keys alone while somebody types", async () => {
    await open("/thing")
    const box = wrapper.find("[data-test=list-search]")
    await box.trigger("keydown", { key: "n" })
    expect(router.currentRoute.value.path).toBe("/thing")
  })
})

describe("deleting a selection", () => {
  it("tells the result of every row and keeps what could not be deleted", async () => {
    await open("/thing", {
      "DELETE /api/resource/Thing/T-1": () => "ok",
      "DELETE /api/resource/Thing/T-2": () => new Refused(417, { exc_type: "LinkExistsError", _server_messages: JSON.stringify([JSON.stringify({ message: "Something points to T-2." })]) }),
    })
    await wrapper.find("thead input").setValue(true)
    await wrapper.find("[data-test=bulk-delete]").trigger("click")
    await flushPromises()
    document.querySelector<HTMLElement>("[data-test=confirm-delete]")?.click()
    await vi.waitFor(() => expect(document.querySelector("[data-test=results]")?.textContent).toContain("Something points to T-2."))
    const close = [...document.querySelectorAll("footer button")].find((button) => button.textContent?.trim() === "Close") as HTMLElement
    close.click()
    await flushPromises()
    expect(wrapper.findAll("tbody tr").map((row) => row.attributes("data-name"))).toEqual(["T-2"])
    expect(log.filter((asked) => asked.method === "DELETE").every((asked) => asked.headers["X-Frappe-CSRF-Token"] === "secret")).toBe(true)
  })
})
