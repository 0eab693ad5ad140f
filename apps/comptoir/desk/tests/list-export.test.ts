import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocTypeView, MetaBundle } from "@/types"
import { notices } from "@/ui/toast"
import ViewPage from "@/views/ViewPage.vue"
// The view itself comes in a chunk of its own; here it is read before the first test.
import "@/list/ListView.vue"
import { eventually } from "./eventually"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const ROWS = ["T-1", "T-2"].map((name) => ({ name, subject: name, modified: "2026-07-25 10:00:00", docstatus: 0 }))
const EXTENT = { rows: 2, more: false, most: 5000 }
const file = (): Response => new Response("subject\r\n", { headers: { "Content-Disposition": 'attachment; filename="Thing.xlsx"' } })

let wrapper: VueWrapper
let log: Asked[]
const kept: string[] = []

async function open(path: string, rights: Partial<DocTypeView["rights"]>, answers: Answers = {}): Promise<void> {
  const declared = view([field("subject", "Data"), field("notes", "Text")], { title_field: "subject", autoname: "T-.####", list_columns: ["subject"], rights: { read: true, delete: false, export: false, ...rights } as DocTypeView["rights"] })
  log = serve({
    "comptoir.desk.api.boot": () => ({ user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret" }),
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: declared, children: {} }),
    "comptoir.desk.api.list": () => ({ rows: ROWS, has_more: false, link_titles: {} }),
    "comptoir.desk.exporting.extent": () => EXTENT,
    "frappe.desk.reportview.export_query": file,
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", name: "home", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/:name", name: "form", component: blank }] })
  await router.push(path)
  wrapper = mount(ViewPage, { props: { doctype: "Thing", name: "list" }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const form = (): Promise<HTMLFormElement> =>
  eventually(() => {
    const found = document.querySelector<HTMLFormElement>("[data-test=export-form]")
    if (!found) throw new Error("The dialog is not open.")
    return found
  })
const said = (): string => document.querySelector("[data-test=export-extent]")?.textContent ?? ""
const choose = async (value: string): Promise<void> => {
  const dialog = await form()
  dialog.querySelector<HTMLInputElement>(`input[value=${value}]`)?.click()
  await flushPromises()
}
const run = async (): Promise<void> => {
  document.querySelector<HTMLButtonElement>("[data-test=export-run]")?.click()
  await flushPromises()
}

beforeEach(() => {
  forgetMeta()
  kept.length = 0
  notices.value = []
  Object.assign(URL, { createObjectURL: () => "blob:made", revokeObjectURL: () => undefined })
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    kept.push(this.download)
  })
})
afterEach(() => {
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe("exporting a list", () => {
  it("is offered to who may alone", async () => {
    await open("/thing", { delete: true })
    await wrapper.find("thead input").setValue(true)
    expect([wrapper.find("[data-test=export]").exists(), wrapper.find("[data-test=bulk-export]").exists()]).toEqual([false, false])
  })

  it("says how many rows match and takes them as the list shows them", async () => {
    await open("/thing?_q=T&_sort=subject+asc", { export: true })
    await wrapper.find("[data-test=export]").trigger("click")
    await form()
    await eventually(() => expect(said()).toContain("All rows that match the filters2The most you may export at once5,000"))
    await run()
    const or_filters = [["name", "like", "%T%"], ["subject", "like", "%T%"]]
    expect(asksFor(log, "exporting.extent").at(-1)?.args).toMatchObject({ doctype: "Thing", or_filters })
    expect(asksFor(log, "export_query").at(-1)?.args).toMatchObject({ doctype: "Thing", fields: ["name", "subject", "modified"], or_filters, order_by: "subject asc", file_format_type: "Excel" })
    expect(asksFor(log, "export_query").at(-1)?.headers["X-Frappe-CSRF-Token"]).toBe("secret")
    expect([kept, document.querySelector("[data-test=export-form]")]).toEqual([["Thing.xlsx"], null])
  })

  it("takes the selected rows, every field, as CSV", async () => {
    await open("/thing", { export: true })
    await wrapper.findAll("tbody input")[1]?.trigger("click")
    await wrapper.find("[data-test=bulk-export]").trigger("click")
    await choose("CSV")
    document.querySelectorAll<HTMLInputElement>("[data-test=export-form] input[value=all]")[1]?.click()
    await run()
    expect(asksFor(log, "exporting.extent").at(-1)?.args).toMatchObject({ chosen: ["T-2"] })
    expect(asksFor(log, "export_query").at(-1)?.args).toMatchObject({ selected_items: ["T-2"], fields: ["name", "subject", "notes", "owner", "creation", "modified_by", "modified"], file_format_type: "CSV" })
  })

  it("takes all rows though some are selected, where that is chosen", async () => {
    await open("/thing", { export: true })
    await wrapper.findAll("tbody input")[1]?.trigger("click")
    await wrapper.find("[data-test=bulk-export]").trigger("click")
    await choose("all")
    await run()
    expect(asksFor(log, "export_query").at(-1)?.args.selected_items).toBeUndefined()
  })

  it("refuses more rows than one may take before it asks", async () => {
    await open("/thing", { export: true }, { "comptoir.desk.exporting.extent": () => ({ rows: 3, more: false, most: 2 }) })
    await wrapper.find("[data-test=export]").trigger("click")
    await form()
    await eventually(() => expect(said()).toContain("more rows than you may export"))
    await run()
    expect(asksFor(log, "export_query")).toEqual([])
  })

  it("shows a refusal as a sentence and stays", async () => {
    await open("/thing", { export: true }, { "frappe.desk.reportview.export_query": () => new Refused(403, { _server_messages: JSON.stringify([JSON.stringify({ message: "You may export 2 rows." })]) }) })
    await wrapper.find("[data-test=export]").trigger("click")
    await form()
    await run()
    expect([(await form()).querySelector("[role=alert]")?.textContent, kept]).toEqual(["You may export 2 rows.", []])
  })
})
