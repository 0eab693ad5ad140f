import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocTypeView, Document, MetaBundle } from "@/types"
import ViewPage from "@/views/ViewPage.vue"
// The view and its dialogs come in chunks of their own; here they are read before the first test.
import "@/list/ListView.vue"
import "@/list/bulk/BulkDialog.vue"
import { eventually } from "./eventually"
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

  it("asks nothing more for links that have no title", async () => {
    await open("/thing", { "comptoir.desk.api.list": () => ({ rows: [{ name: "T-1", subject: "First", status: "Open", client: "Nameless" }], has_more: false, link_titles: {} }) })
    expect([wrapper.find("tbody tr").text().includes("Nameless"), asksFor(log, "search_link").length]).toEqual([true, 0])
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

const STANDING = { bulk: "B1", status: "done", message: "1 document was deleted. 1 was refused.", total: 2, done: 1, refused: 1, can_undo: false }

describe("an action on a selection", () => {
  it("tells what became of every row and reads the list anew", async () => {
    const results = [{ name: "T-2", done: false, message: "Something points to T-2." }, { name: "T-1", done: true, message: "" }]
    await open("/thing", { "comptoir.desk.bulk.begin": () => ({ ...STANDING, action: "delete", results }) })
    await wrapper.find("thead input").setValue(true)
    await wrapper.find("[data-test=bulk-delete]").trigger("click")
    await eventually(() => expect(document.querySelector("[data-test=bulk-run]")).not.toBeNull())
    document.querySelector("[data-test=bulk-form]")?.dispatchEvent(new Event("submit", { cancelable: true }))
    await eventually(() => expect(document.querySelector("[data-test=results]")?.textContent).toContain("Something points to T-2."))
    const asked = asksFor(log, "bulk.begin")[0]
    expect(asked?.args).toEqual({ doctype: "Thing", action: "delete", detail: {}, chosen: ["T-1", "T-2"] })
    expect([asked?.headers["X-Frappe-CSRF-Token"], Boolean(asked?.headers["Idempotency-Key"])]).toEqual(["secret", true])
    const before = asksFor(log, "desk.api.list").length
    document.querySelector<HTMLElement>("[data-test=bulk-close]")?.click()
    await flushPromises()
    expect(asksFor(log, "desk.api.list").length).toBe(before + 1)
  })

  it("means all that match where more is there than is shown", async () => {
    await open("/thing?status=Open", { "comptoir.desk.bulk.begin": () => ({ ...STANDING, action: "delete", results: [] }), "comptoir.desk.api.count": () => ({ count: 7, more: false }) })
    await wrapper.find("thead input").setValue(true)
    await wrapper.find("[data-test=select-everything]").trigger("click")
    await wrapper.find("[data-test=bulk-delete]").trigger("click")
    await eventually(() => expect(document.querySelector("[data-test=bulk-extent]")?.textContent).toContain("7"))
    document.querySelector("[data-test=bulk-form]")?.dispatchEvent(new Event("submit", { cancelable: true }))
    await eventually(() => expect(asksFor(log, "bulk.begin")).toHaveLength(1))
    expect(asksFor(log, "bulk.begin")[0]?.args).toEqual({ doctype: "Thing", action: "delete", detail: {}, filters: [["status", "=", "Open"]], or_filters: [] })
  })

  it("waits for a link that was typed and not chosen, and is not begun where nothing is called so", async () => {
    const answers: ((found: unknown[]) => void)[] = []
    await open("/thing", {
      "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: { ...THING, rights: { ...RIGHTS, write: true } }, children: {} }),
      "comptoir.desk.bulk.begin": () => ({ ...STANDING, action: "edit", results: [] }),
      "frappe.desk.search.search_link": ({ args }) => (args.txt ? new Promise((resolve) => answers.push(resolve)) : []),
    })
    await wrapper.find("thead input").setValue(true)
    await wrapper.find("[data-test=bulk-edit]").trigger("click")
    await eventually(() => expect(document.querySelector("[data-test=bulk-field]")).not.toBeNull())
    const type = (selector: string, text: string): void => {
      const input = document.querySelector<HTMLInputElement>(selector)!
      input.focus()
      input.value = text
      input.dispatchEvent(new Event("input"))
    }
    const run = async (found: unknown[]): Promise<void> => {
      const before = answers.length
      document.querySelector("[data-test=bulk-form]")?.dispatchEvent(new Event("submit", { cancelable: true }))
      await flushPromises()
      answers.slice(before).forEach((answer) => answer(found))
      await flushPromises()
    }
    const refusal = () => document.querySelector("[data-field=client] p")?.textContent
    type("[data-test=bulk-field]", "client")
    await eventually(() => expect(document.querySelector("[role=option]")).not.toBeNull())
    document.querySelector<HTMLElement>("[role=option]")!.click()
    await flushPromises()
    type("[data-field=client] input", "nobody")
    await run([])
    expect([refusal(), asksFor(log, "bulk.begin").length]).toEqual(["“nobody” was not found. Choose from the list.", 0])
    // Nor does the next try take the empty field for one that was meant to be emptied.
    await run([])
    expect([refusal(), asksFor(log, "bulk.begin").length]).toEqual(["“nobody” was not found. Choose from the list.", 0])
    type("[data-field=client] input", "acm")
    await run([{ value: "P-1", label: "Acme" }])
    expect(asksFor(log, "bulk.begin").map((asked) => asked.args.detail)).toEqual([{ values: { client: "P-1" } }])
  })
})
