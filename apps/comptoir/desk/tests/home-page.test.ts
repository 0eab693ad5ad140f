import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import DashboardPage from "@/dashboard/DashboardPage.vue"
import HomePage from "@/home/HomePage.vue"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import { eventually } from "./eventually"
import { asksFor, Refused, serve, type Asked } from "./server"

const block = (type: string, name: string, width: number) => ({ type, name, label: name, filters: [], width })
const SPACE = { name: "Selling", title: "Selling", own: false, workspaces: [{ name: "Selling", title: "Selling" }, { name: "Tasks", title: "Tasks" }], blocks: [block("number_card", "Open deals", 3), block("shortcut", "Deal", 3), block("chart", "Secret", 6)] }
const CARD = { name: "Open deals", title: "Open deals", doctype: "Deal", rows: [], columns: [], numbers: ["sum:amount"], filters: [["status", "=", "Open"]], values: [[["EUR", 1200], ["USD", 5]]], before: null }
const WAITING = [{ title: "Overdue", doctype: "Task", when: "due_on", tone: "late", filters: [["status", "=", "Open"]], count: 1, rows: [{ name: "TASK-1", title: "Call back", when: "2020-01-01 10:00:00" }] }]
const STEPS = [{ title: "Invite people", done: true, doctype: "User", action: "new" }, { title: "Import your clients", done: false, doctype: "Client", action: "import" }]

let wrapper: VueWrapper
let log: Asked[]

async function open(component: typeof HomePage | typeof DashboardPage, board = {}, blocks: object[] = SPACE.blocks): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => ({ user: "anna@example.com", full_name: "Anna Petit", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret" }),
    "comptoir.desk.api.meta": () => ({ doctype: view([field("status", "Select"), field("amount", "Currency", { options: "currency" }), field("currency", "Data")], { name: "Deal" }), children: {} }),
    "comptoir.desk.workspaces.workspace": () => ({ ...SPACE, blocks }),
    "comptoir.desk.api.list": () => ({ rows: [{ name: "D-1", modified: "2026-01-01 10:00:00", amount: 5, currency: "EUR", status: "Won" }], titles: {} }),
    "comptoir.desk.workspaces.attention": () => WAITING,
    "comptoir.desk.workspaces.first_steps": () => STEPS,
    "comptoir.desk.workspaces.arrange": () => null,
    "comptoir.desk.dashboards.card": () => CARD,
    "comptoir.desk.dashboards.chart": () => new Refused(403, { exception: "frappe.exceptions.PermissionError: You are not permitted to report on Deal.", exc_type: "PermissionError" }),
    "comptoir.desk.dashboards.dashboard": () => ({ name: "Sales", title: "Sales", dashboards: [{ name: "Sales", title: "Sales" }, { name: "Stock", title: "Stock" }], cards: ["Open deals"], charts: [{ name: "Secret", width: "Full" }], can_write: false, ...board }),
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/", name: "home", component: blank }, { path: "/desk/dashboard/:name?", name: "dashboard", component: blank }, { path: "/desk/import/:slug/:name?", name: "import", component: blank },
      { path: "/:slug", name: "list", component: blank }, { path: "/:slug/view/:view", name: "view", component: blank }, { path: "/:slug/new", name: "new", component: blank }, { path: "/:slug/:name", name: "form", component: blank },
    ],
  })
  wrapper = mount(component, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

beforeEach(() => {
  forgetMeta()
  localStorage.clear()
})
afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

const part = (name: string) => wrapper.get(`[data-test=${name}]`)
const names = (): string[] => wrapper.findAll("[data-test=blocks] > div").map((each) => each.attributes("data-key") ?? "")

describe("the start page", () => {
  it("says what waits, and shows each number in its currencies", async () => {
    await open(HomePage)
    expect(part("attention").text()).toContain("Call back")
    await eventually(() => expect(part("number-card").text()).toContain("€1,200.00$5.00"))
    expect(part("number-card").attributes("href")).toBe("/deal?status=Open")
  })

  it("says why a chart is not shown, in its place", async () => {
    await open(HomePage)
    await eventually(() => expect(part("chart-card").find("[role=note]").exists()).toBe(true))
  })

  it("is arranged by buttons, and sends the whole of it", async () => {
    await open(HomePage)
    await part("arrange").trigger("click")
    await wrapper.get("[aria-label='Move back: Open deals']").trigger("click")
    expect(names().map((name) => name.split(" ")[0])).toEqual(["shortcut", "number_card", "chart"])
    await wrapper.get("[aria-label='Take away: Secret']").trigger("click")
    await part("save-page").trigger("click")
    await flushPromises()
    const [sent] = asksFor(log, "arrange")
    expect(sent?.args).toMatchObject({ name: "Selling", blocks: [{ type: "shortcut", name: "Deal" }, { type: "number_card", name: "Open deals" }] })
  })

  it("shows the first steps until they are put away", async () => {
    await open(HomePage)
    expect(part("first-steps").text()).toContain("1 of 2 done")
    await wrapper.get("[aria-label='Hide the first steps']").trigger("click")
    expect(wrapper.find("[data-test=first-steps]").exists()).toBe(false)
  })
})

it("a dashboard shows its cards and charts, and leads to the others", async () => {
  await open(DashboardPage)
  expect(wrapper.findAll("nav a").map((each) => each.text())).toContain("Stock")
  expect(wrapper.findAll("[data-test=chart-card], [data-test=number-card]")).toHaveLength(2)
})

it("a dashboard says that nothing of it is for the reader", async () => {
  await open(DashboardPage, { cards: [], charts: [] })
  expect(part("nothing-shown").text()).toContain("report on")
})

it("a list shows the fields that it names, ordered by the first", async () => {
  await open(HomePage, {}, [{ ...block("quick_list", "Deal", 6), fields: ["amount", "status", "gone"] }])
  await eventually(() => expect(part("quick-list").text()).toContain("€5.00"))
  expect(part("quick-list").text()).toContain("Won")
  const asked = asksFor(log, "desk.api.list").at(-1)?.args
  expect(asked).toMatchObject({ order_by: "amount asc", fields: expect.arrayContaining(["name", "modified", "status", "amount", "currency"]) })
  expect(asked?.fields).not.toContain("gone")
})
