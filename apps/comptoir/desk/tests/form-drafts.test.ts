import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import { reachable, tellReach } from "@/api/reach"
import { forgetMeta } from "@/composables/useMeta"
import { below, keep, placeOf } from "@/form/draft/store"
import FormPage from "@/form/FormPage.vue"
import { doctype, field } from "@/logic/testing"
import { dropSession, loadBoot } from "@/stores/session"
import type { Document, MetaBundle } from "@/types"
import { answer, question } from "@/ui/confirm"
import { Refused, serve, type Answers, type Asked } from "./server"

const THING = doctype("Thing", [field("subject", "Data", { label: "Subject" }), field("note", "Data", { label: "Note" })], { title_field: "subject" })
const SAVED: Document = { doctype: "Thing", name: "T-1", subject: "First", note: "", docstatus: 0, modified: "2026-07-25 10:00:00.000000" }
const USER = "anna@example.com"
const PLACE = placeOf(USER, "Thing", "saved", "T-1")
const BOOT = {
  user: USER, lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret",
  modules: [{ name: "M", label: "Module", doctypes: [{ name: "Thing", label: "Thing", can_create: true, can_read: true }] }],
}

let router: Router
let wrapper: VueWrapper
let log: Asked[]

async function open(path = "/thing/T-1", answers: Answers = {}): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.new": () => ({ doctype: "Thing", name: "new-thing-1" }),
    "frappe.desk.form.load.getdoc": () => new Refused(200, { docs: [SAVED], docinfo: { attachments: [], versions: [], assignments: [] }, _link_titles: {} }),
    ping: () => "pong",
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const page = { components: { FormPage }, template: `<FormPage doctype="Thing" :name="$route.params.name" />` }
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/login", name: "login", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/new", name: "new", component: page }, { path: "/:slug/:name", name: "form", component: page }],
  })
  await router.push(path)
  wrapper = mount({ template: "<RouterView />" }, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const input = (fieldname: string) => wrapper.get<HTMLInputElement>(`[data-field=${fieldname}] input`)
const note = () => wrapper.find("[data-test=draft]")
const settled = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(500), await flushPromises())
const press = async (selector: string): Promise<void> => {
  document.querySelector<HTMLElement>(selector)!.click()
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] })
  localStorage.clear()
  forgetMeta()
})
afterEach(() => {
  wrapper.unmount()
  tellReach(true)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe("unsaved changes", () => {
  it("are kept while they are unsaved, and not a moment longer", async () => {
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => new Refused(200, { data: { ...SAVED, subject: "Second", modified: "2026-07-25 11:00:00.000000" } }) })
    await input("subject").setValue("Second")
    await settled()
    expect(below(PLACE).map(({ draft }) => draft.values)).toEqual([{ subject: "Second" }])
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
    await settled()
    expect(below(PLACE)).toEqual([])
  })

  it("are offered again after a crash and put back", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: String(SAVED.modified), values: { subject: "Mine" }, before: { subject: "First" } })
    await open()
    expect(note().text()).toContain("You have unsaved changes from")
    await press("[data-test=draft-restore]")
    expect([input("subject").element.value, note().exists()]).toEqual(["Mine", false])
    expect(below(PLACE)).toHaveLength(1)
    expect(below(PLACE)[0]!.key).not.toBe(`${PLACE}1`)
  })

  it("are dropped when asked to", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: "", values: { subject: "Mine" }, before: { subject: "First" } })
    await open()
    await press("[data-test=draft-drop]")
    expect([input("subject").element.value, below(PLACE)]).toEqual(["First", []])
  })

  it("are compared first where the document has changed since", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: "2026-07-24", values: { subject: "Mine", note: "Also mine" }, before: { subject: "Older", note: "" } })
    await open()
    await press("[data-test=draft-restore]")
    const table = document.querySelector("[data-test=draft-differences]")!
    expect(table.textContent).toContain("changed meanwhile")
    table.querySelector<HTMLInputElement>("input[value=subject]")!.click()
    await press("[data-test=draft-chosen]")
    expect([input("subject").element.value, input("note").element.value]).toEqual(["First", "Also mine"])
  })

  it("of one new document are no concern of a duplicate", async () => {
    keep(`${placeOf(USER, "Thing", "new", "")}1`, { at: Date.now(), modified: "", values: { subject: "Mine" }, before: { subject: null } })
    await open("/thing/new?duplicate=T-1", { "comptoir.desk.api.duplicate": () => ({ ...SAVED, name: "new-thing-1" }) })
    expect(note().exists()).toBe(false)
    await router.push("/thing/new")
    await settled()
    expect(note().exists()).toBe(true)
  })

  it("are given up by whoever leaves knowingly, and outlive a session that ended", async () => {
    await open()
    await input("subject").setValue("Second")
    await settled()
    const going = router.push("/thing")
    await flushPromises()
    expect(question.value?.title).toBe("Leave without saving?")
    answer(false)
    await going
    dropSession()
    await router.push("/login")
    expect([router.currentRoute.value.path, below(PLACE).length]).toEqual(["/login", 1])
    wrapper.unmount()
    await open()
    await press("[data-test=draft-restore]")
    const leaving = router.push("/thing")
    await flushPromises()
    answer(true)
    await leaving
    await flushPromises()
    expect(below(PLACE)).toEqual([])
  })
})

describe("without a connection", () => {
  it("a save waits for the server and is sent with the same key, once", async () => {
    let down = true
    await open("/thing/T-1", {
      ping: () => {
        if (down) throw new TypeError("Failed to fetch")
        return "pong"
      },
      "PUT /api/resource/Thing/T-1": () => {
        if (down) throw new TypeError("Failed to fetch")
        return new Refused(200, { data: { ...SAVED, subject: "Second" } })
      },
    })
    await input("subject").setValue("Second")
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
    await flushPromises()
    expect(wrapper.get("[data-test=form-problems]").text()).toContain("saved as soon as it answers")
    expect(reachable.value).toBe(false)
    down = false
    await vi.advanceTimersByTimeAsync(4_100)
    await settled()
    const saves = log.filter((asked) => asked.method === "PUT")
    expect([saves.length, new Set(saves.map((asked) => asked.headers["Idempotency-Key"])).size]).toEqual([2, 1])
    expect(wrapper.find("[data-test=form-problems]").exists()).toBe(false)
  })
})
