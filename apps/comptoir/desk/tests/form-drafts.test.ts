import { flushPromises, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Router } from "vue-router"
import { reachable, tellReach } from "@/api/reach"
import { forgetMeta } from "@/composables/useMeta"
import { below, keep, placeOf } from "@/form/draft/store"
import { doctype, field } from "@/logic/testing"
import { dropSession } from "@/stores/session"
import type { MetaBundle } from "@/types"
import { answer, question } from "@/ui/confirm"
import { Refused, type Answers, type Asked } from "./server"
import { SAVED, THING, USER, openThing } from "./thing"

const PLACE = placeOf(USER, "Thing", "saved", "T-1")
let router: Router
let wrapper: VueWrapper
let log: Asked[]

async function begin(path = "/thing/T-1", answers: Answers = {}): Promise<void> {
  ;({ router, wrapper, log } = await openThing(path, answers))
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
    await begin("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => new Refused(200, { data: { ...SAVED, subject: "Second", modified: "2026-07-25 11:00:00.000000" } }) })
    await input("subject").setValue("Second")
    await settled()
    expect(below(PLACE).map(({ draft }) => draft.values)).toEqual([{ subject: "Second" }])
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
    await settled()
    expect(below(PLACE)).toEqual([])
  })

  it("are offered again after a crash and put back", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: String(SAVED.modified), values: { subject: "Mine" }, before: { subject: "First" } })
    await begin()
    expect(note().text()).toContain("You have unsaved changes from")
    await press("[data-test=draft-restore]")
    expect([input("subject").element.value, note().exists()]).toEqual(["Mine", false])
    expect(below(PLACE)).toHaveLength(1)
    expect(below(PLACE)[0]!.key).not.toBe(`${PLACE}1`)
  })

  it("call documents as they were called, which nothing else says after a crash", async () => {
    const linking: MetaBundle = {
      doctype: { ...THING, fields: [...THING.fields, field("client", "Link", { label: "Client", options: "Client" }), field("lines", "Table", { label: "Lines", options: "Line" })] },
      children: { Line: doctype("Line", [field("item", "Link", { label: "Item", options: "Item", in_list_view: 1 })]) },
    }
    const titles = { "Client::CLI-1": "Acme", "Item::REF-32Y": "Toner" }
    keep(`${PLACE}1`, { at: Date.now(), modified: String(SAVED.modified), values: { client: "CLI-1", lines: [{ item: "REF-32Y" }] }, before: { client: null, lines: [] }, titles })
    await begin("/thing/T-1", { "comptoir.desk.api.meta": () => linking })
    await press("[data-test=draft-restore]")
    await settled()
    expect([wrapper.text().includes("Toner"), input("client").element.value]).toEqual([true, "Acme"])
    expect(below(PLACE).map(({ draft }) => draft.titles)).toEqual([titles])
  })

  it("are dropped when asked to", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: "", values: { subject: "Mine" }, before: { subject: "First" } })
    await begin()
    await press("[data-test=draft-drop]")
    expect([input("subject").element.value, below(PLACE)]).toEqual(["First", []])
  })

  it("are compared first where the document has changed since", async () => {
    keep(`${PLACE}1`, { at: Date.now(), modified: "2026-07-24", values: { subject: "Mine", note: "Also mine" }, before: { subject: "Older", note: "" } })
    await begin()
    await press("[data-test=draft-restore]")
    const table = document.querySelector("[data-test=draft-differences]")!
    expect(table.textContent).toContain("changed meanwhile")
    table.querySelector<HTMLInputElement>("input[value=subject]")!.click()
    await press("[data-test=draft-chosen]")
    expect([input("subject").element.value, input("note").element.value]).toEqual(["First", "Also mine"])
  })

  it("of one new document are no concern of a duplicate", async () => {
    keep(`${placeOf(USER, "Thing", "new", "")}1`, { at: Date.now(), modified: "", values: { subject: "Mine" }, before: { subject: null } })
    await begin("/thing/new?duplicate=T-1", { "comptoir.desk.api.duplicate": () => ({ ...SAVED, name: "new-thing-1" }) })
    expect(note().exists()).toBe(false)
    await router.push("/thing/new")
    await settled()
    expect(note().exists()).toBe(true)
  })

  it("are given up by whoever leaves knowingly, and outlive a session that ended", async () => {
    await begin()
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
    await begin()
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
    await begin("/thing/T-1", {
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
