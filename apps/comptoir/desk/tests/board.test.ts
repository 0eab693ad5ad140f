import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import { field, view } from "@/list/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocTypeView, Document, MetaBundle } from "@/types"
import { dismiss, notices } from "@/ui/toast"
import type { BoardAnswer } from "@/views/kanban/logic/board"
import ViewPage from "@/views/ViewPage.vue"
// The view itself comes in a chunk of its own; here it is read before the first test.
import "@/views/kanban/KanbanView.vue"
import { eventually } from "./eventually"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const RIGHTS = { read: true, write: true, create: true } as DocTypeView["rights"]
const THING = view([field("subject", "Data"), field("status", "Select", { options: "Open\nDone\nDropped", option_labels: { Open: "Offen" } }), field("hours", "Float")], {
  title_field: "subject", autoname: "T-.####", states: [{ title: "Open", color: "Blue" }], rights: RIGHTS, search_fields: ["subject"],
})
const row = (name: string, status: string): Document => ({ name, subject: `About ${name}`, status, modified: `2026-07-25 10:00:0${name.slice(-1)}`, docstatus: 0 })
const BOARD: BoardAnswer = {
  columns: [
    { value: "Open", color: null, count: 41, sums: [], rows: [row("T-1", "Open"), row("T-2", "Open")], has_more: true },
    { value: "Done", color: null, count: 1, sums: [], rows: [row("T-3", "Done")], has_more: false },
    { value: "Dropped", color: null, count: 0, sums: [], rows: [], has_more: false },
  ],
  more_columns: 0,
  link_titles: {},
}
const BOOT = { user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret", modules: [{ name: "M", label: "M", doctypes: [{ name: "Thing", label: "Thing", can_create: true, can_read: true }] }] }

let wrapper: VueWrapper
let log: Asked[]

async function open(path = "/thing/view/kanban", answers: Answers = {}, declared = THING): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: declared, children: {} }),
    "comptoir.desk.boards.board": () => BOARD,
    "PUT /api/resource/Thing/T-1": ({ args }) => new Response(JSON.stringify({ data: { ...row("T-1", String(args.status)), modified: "later" } })),
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/", name: "home", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/view/:view", name: "view", component: blank }, { path: "/:slug/:name", name: "form", component: blank }],
  })
  await router.push(path)
  wrapper = mount(ViewPage, { props: { doctype: "Thing", name: "kanban" }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const cards = (column: string): string[] => wrapper.findAll(`[data-column="${column}"] [data-card]`).map((card) => card.attributes("data-card") ?? "")
const link = (name: string): HTMLElement => wrapper.find(`[data-card="${name}"] a`).element as HTMLElement
const press = async (name: string, key: string, shiftKey = false): Promise<void> => {
  link(name).focus()
  link(name).dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }))
  await flushPromises()
}
const focused = (): string | undefined => (document.activeElement?.closest("[data-card]") as HTMLElement | null)?.dataset.card

beforeEach(() => forgetMeta())
afterEach(() => {
  wrapper.unmount()
  for (const notice of notices.value) dismiss(notice.id)
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

describe("a board", () => {
  it("shows the columns with their counts, empty ones folded", async () => {
    await open()
    expect(wrapper.findAll("[data-test=board-column]").map((column) => column.attributes("aria-label"))).toEqual(["Offen: 41", "Done: 1", "Dropped: 0"])
    expect([cards("Open"), cards("Done")]).toEqual([["T-1", "T-2"], ["T-3"]])
    expect(wrapper.find('[data-key="Dropped"] [aria-expanded=false]').exists()).toBe(true)
  })

  it("asks for what the address says", async () => {
    await open("/thing/view/kanban?status=Open&_q=x&_sum=hours&_limits=%7B%22Open%22%3A40%7D")
    expect(asksFor(log, "boards.board")[0]?.args).toMatchObject({ by: "status", total: "hours", filters: [["status", "=", "Open"]], or_filters: [["name", "like", "%x%"], ["subject", "like", "%x%"]] })
    expect(wrapper.find('[data-key="Open"] [data-test=board-count]').text()).toBe("41 of 40")
  })

  it("reads the next page of one column", async () => {
    await open("/thing/view/kanban", { "comptoir.desk.boards.column": () => ({ rows: [row("T-7", "Open")], has_more: false, link_titles: {} }) })
    await wrapper.findAll("button").find((button) => button.text() === "Show more")?.trigger("click")
    await flushPromises()
    expect(asksFor(log, "desk.boards.column")[0]?.args).toMatchObject({ by: "status", value: "Open", start: 2 })
    expect(cards("Open")).toEqual(["T-1", "T-2", "T-7"])
  })
})

describe("the keyboard", () => {
  it("goes from card to card", async () => {
    await open()
    await press("T-1", "ArrowDown")
    expect(focused()).toBe("T-2")
    await press("T-2", "ArrowRight")
    expect(focused()).toBe("T-3")
    await press("T-3", "ArrowLeft")
    expect(focused()).toBe("T-1")
  })

  it("keeps the arrows pressed before what is searched for is there, also where one types on meanwhile", async () => {
    const answers: ((answer: unknown) => void)[] = []
    await open("/thing/view/kanban", { "comptoir.desk.boards.board": ({ args }) => (args.or_filters ? new Promise((resolve) => answers.push(resolve)) : BOARD) })
    const search = wrapper.get<HTMLInputElement>("[data-test=list-search]")
    const tell = async (key: string, shiftKey = false): Promise<void> => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }))
      await flushPromises()
    }
    search.element.focus()
    await search.setValue("abou")
    await tell("ArrowDown")
    await search.setValue("about")
    for (const key of ["ArrowDown", "ArrowRight", "ArrowLeft"]) await tell(key)
    expect(focused()).toBeUndefined()
    await eventually(() => expect(JSON.stringify(asksFor(log, "boards.board").at(-1)?.args.or_filters)).toContain("%about%"))
    for (const answer of answers) answer(BOARD)
    await flushPromises()
    expect(focused()).toBe("T-1")
    await tell("ArrowDown")
    expect(focused()).toBe("T-2")
  })

  it("moves a card, saves it at once, and takes it back", async () => {
    await open()
    await press("T-1", "ArrowRight", true)
    expect(asksFor(log, "/T-1")[0]).toMatchObject({ method: "PUT", args: { status: "Done", modified: "2026-07-25 10:00:01" } })
    expect([cards("Open"), cards("Done"), focused()]).toEqual([["T-2"], ["T-1", "T-3"], "T-1"])
    expect(wrapper.find('[data-key="Done"] [data-test=board-count]').text()).toBe("2")
    expect(notices.value[0]?.message).toBe("About T-1: Done")
    notices.value[0]?.action?.run()
    await flushPromises()
    expect(asksFor(log, "/T-1")[1]?.args).toEqual({ status: "Open", modified: "later" })
    expect(cards("Open")).toEqual(["T-1", "T-2"])
  })
})

describe("a refusal", () => {
  const REFUSED = new Refused(417, { exc_type: "MandatoryError", _server_messages: JSON.stringify([JSON.stringify({ message: "Choose why it was lost." })]) })

  it("puts the card back with the sentence of the server", async () => {
    await open("/thing/view/kanban", { "PUT /api/resource/Thing/T-1": () => REFUSED })
    await press("T-1", "ArrowRight", true)
    expect([cards("Open"), cards("Done"), focused()]).toEqual([["T-1", "T-2"], ["T-3"], "T-1"])
    expect(notices.value.map((notice) => [notice.message, notice.action?.label])).toEqual([["Choose why it was lost.", "Open"]])
  })

  it("of a conflict reads the board anew", async () => {
    await open("/thing/view/kanban", { "PUT /api/resource/Thing/T-1": () => new Refused(409, { exc_type: "TimestampMismatchError", message: "Changed meanwhile." }) })
    await press("T-1", "ArrowRight", true)
    expect(asksFor(log, "boards.board").length).toBe(2)
  })

  it("comes before the server is asked where the field is not set by hand", async () => {
    await open("/thing/view/kanban", {}, { ...THING, fields: THING.fields.map((each) => (each.fieldname === "status" ? { ...each, read_only: 1 as const } : each)) })
    await press("T-1", "ArrowRight", true)
    expect([asksFor(log, "/T-1").length, cards("Open")]).toEqual([0, ["T-1", "T-2"]])
    expect(notices.value[0]?.message).toMatch(/^status follows/)
    expect(wrapper.find("[data-test=board-move]").exists()).toBe(false)
  })
})

it("moves a card by the menu as well", async () => {
  await open()
  await wrapper.find('[data-card="T-1"] [data-test=board-move]').trigger("click")
  await flushPromises()
  const options = [...document.querySelectorAll<HTMLElement>("[role=dialog] [role=option]")]
  expect(options.map((option) => [option.textContent?.trim(), option.ariaSelected ?? option.getAttribute("aria-selected")])).toEqual([["Offen", "true"], ["Done", "false"], ["Dropped", "false"]])
  options[2]?.click()
  await flushPromises()
  expect(asksFor(log, "/T-1")[0]?.args.status).toBe("Dropped")
})
