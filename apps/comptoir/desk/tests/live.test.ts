import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { h } from "vue"
import { createMemoryHistory, createRouter } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import FormPage from "@/form/FormPage.vue"
import { closeLine, openLine } from "@/live/line"
import { doctype, field } from "@/logic/testing"
import { loadBoot } from "@/stores/session"
import { watchBell } from "@/shell/bell"
import type { DocInfo, Document, MetaBundle } from "@/types"
import ViewPage from "@/views/ViewPage.vue"
// The view itself comes in a chunk of its own; here it is read before the first test.
import "@/list/ListView.vue"
import { line } from "./line"
import { Refused, asksFor, serve, type Asked } from "./server"

const ANNA = "anna@example.com"
const BEN = "ben@example.com"
const THING = doctype("Thing", [field("subject", "Data", { label: "Subject" })], { title_field: "subject" })
const BOOT = { user: ANNA, lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "x", modules: [] }
const INFO = { permissions: { read: 1, write: 1 }, attachments: [], tags: "", assignments: [], shared: [], versions: [], comments: [], user_info: { [BEN]: { fullname: "Ben" } } } as DocInfo
const FIVE_MINUTES = 5 * 60_000

let wrapper: VueWrapper
let log: Asked[]
let stored: Document

async function open(page: "form" | "list"): Promise<void> {
  stored = { doctype: "Thing", name: "T-1", subject: "First", docstatus: 0, owner: BEN, creation: "2026-07-24 10:00:00", modified: "2026-07-25 10:00:00.000001" }
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.list": () => ({ rows: [stored], has_more: false, link_titles: {} }),
    "frappe.desk.form.load.getdoc": () => new Refused(200, { docs: [stored], docinfo: INFO, _link_titles: {} }),
    "frappe.client.get_value": () => ({ modified: stored.modified }),
  })
  await loadBoot()
  const component = { render: () => (page === "form" ? h(FormPage, { doctype: "Thing", name: "T-1" }) : h(ViewPage, { doctype: "Thing", name: "list" })) }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component }, { path: "/:slug", name: "list", component }, { path: "/:slug/new", name: "new", component }, { path: "/import/:slug", name: "import", component }, { path: "/:slug/:name", name: "form", component }] })
  await router.push("/")
  wrapper = mount({ template: "<RouterView />" }, { global: { plugins: [router] }, attachTo: document.body })
  await settle()
  await openLine()
  line.connect()
}

const settle = async (milliseconds = 0): Promise<void> => {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(milliseconds)
  await flushPromises()
}
const input = (): HTMLInputElement => wrapper.get<HTMLInputElement>(".form-body input").element
const loads = (): number => asksFor(log, "getdoc").length
const lists = (): number => asksFor(log, "desk.api.list").length

/** Somebody else saves. */
async function changed(subject: string, modified = "2026-07-25T11:00:00"): Promise<void> {
  stored = { ...stored, subject, modified: modified.replace("T", " ") }
  line.tell("doc_update", { doctype: "Thing", name: "T-1", modified, user: BEN })
  await settle()
}

async function entered(text: string): Promise<void> {
  input().value = text
  input().dispatchEvent(new Event("input", { bubbles: true }))
  input().dispatchEvent(new Event("change", { bubbles: true }))
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] })
  window.dispatchEvent(new Event("focus"))
  forgetMeta()
  line.said.length = 0
})
afterEach(() => {
  wrapper.unmount()
  closeLine()
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe("an open document", () => {
  it("shows what somebody else has saved", async () => {
    await open("form")
    await changed("Second")
    expect(input().value).toBe("Second")
  })

  it("is not loaded again for what it shows already", async () => {
    await open("form")
    await changed("First", "2026-07-25T10:00:00.000001")
    expect(loads()).toBe(1)
  })

  it("keeps what is being changed, and says who has changed it before it is saved", async () => {
    await open("form")
    await entered("Mine")
    await changed("Second")
    expect([input().value, wrapper.get("[data-test=changed]").text()]).toEqual(["Mine", expect.stringContaining("Ben has changed this document while you edit it.")])
    await wrapper.get("[data-test=changed] button").trigger("click")
    await settle()
    expect(document.body.textContent).toContain("Reload and keep my changes")
  })

  it("waits while somebody types into it", async () => {
    await open("form")
    input().focus()
    await changed("Second")
    expect(input().value).toBe("First")
    input().blur()
    await settle()
    expect(input().value).toBe("Second")
  })

  it("waits for whoever has gone away", async () => {
    await open("form")
    await settle(FIVE_MINUTES)
    await changed("Second")
    expect([loads(), input().value]).toEqual([1, "First"])
    window.dispatchEvent(new Event("pointermove"))
    await settle()
    expect([loads(), input().value]).toEqual([2, "Second"])
  })

  it("is asked about after an interruption", async () => {
    await open("form")
    stored = { ...stored, subject: "Second", modified: "2026-07-25 11:00:00" }
    line.drop()
    line.connect()
    await settle()
    expect(input().value).toBe("Second")
  })

  it("shows who else looks at it", async () => {
    await open("form")
    line.tell("doc_viewers", { doctype: "Thing", docname: "T-1", users: [ANNA, BEN], people: { [BEN]: { fullname: "Ben", image: null } } })
    await settle()
    expect(wrapper.get("[data-test=viewers]").attributes("aria-label")).toBe("Looking at this now: Ben")
  })

  it("says that it is open, again and again, and that it is closed", async () => {
    await open("form")
    await settle(60_000)
    wrapper.unmount()
    const said = line.said.map((each) => each.join(" "))
    expect([said.filter((each) => each === "doc_open Thing T-1").length, said.slice(-2)]).toEqual([2, ["doc_unsubscribe Thing T-1", "doc_close Thing T-1"]])
  })

  it("reads anew what stands around it", async () => {
    await open("form")
    line.tell("docinfo_update", { doctype: "Thing", name: "T-1" })
    await settle()
    expect(loads()).toBe(2)
  })
})

describe("a list", () => {
  it("is read once for many changes, and then after a pause", async () => {
    await open("list")
    const change = (): void => line.tell("list_update", { doctype: "Thing", name: "T-1" })
    change()
    change()
    await settle(1_000)
    expect(lists()).toBe(2)
    change()
    await settle(1_000)
    expect(lists()).toBe(2)
    await settle(5_000)
    expect(lists()).toBe(3)
  })

  it("leaves changes of other doctypes alone", async () => {
    await open("list")
    line.tell("list_update", { doctype: "Other", name: "O-1" })
    await settle(10_000)
    expect(lists()).toBe(1)
  })

  it("is read again after an interruption", async () => {
    await open("list")
    line.drop()
    line.connect()
    await settle(1_000)
    expect(lists()).toBe(2)
  })

  it("asks nothing while nobody is there", async () => {
    await open("list")
    await settle(FIVE_MINUTES)
    line.tell("list_update", { doctype: "Thing" })
    await settle(FIVE_MINUTES)
    expect(lists()).toBe(1)
    window.dispatchEvent(new Event("wheel"))
    await settle()
    expect(lists()).toBe(2)
  })
})

describe("the bell", () => {
  it("is asked for when it rings, and seldom while it can ring", async () => {
    await open("list")
    log = serve({ get_notification_logs: () => ({ notification_logs: [], unread: 0 }) })
    const end = watchBell()
    await settle(4 * 60_000)
    expect(log).toHaveLength(1)
    line.tell("notification", { name: "n-1" })
    await settle()
    expect(log).toHaveLength(2)
    end()
  })

  it("is asked for now and then where it cannot ring, and not while nobody is there", async () => {
    await open("list")
    line.drop()
    log = serve({ get_notification_logs: () => ({ notification_logs: [], unread: 0 }) })
    const end = watchBell()
    await settle(60 * 60_000)
    expect(log.length).toBeGreaterThan(2)
    expect(log.length).toBeLessThan(7)
    end()
  })

  it("is asked for when the line comes, for what it did not hear before", async () => {
    await open("list")
    line.drop()
    log = serve({ get_notification_logs: () => ({ notification_logs: [], unread: 0 }) })
    const end = watchBell()
    await settle()
    line.connect()
    await settle()
    expect(log).toHaveLength(2)
    end()
  })
})
