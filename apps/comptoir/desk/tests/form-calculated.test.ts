import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import { PAUSE } from "@/form/calculated/useCalculated"
import { doctype, field } from "@/logic/testing"
import type { MetaBundle } from "@/types"
import { asksFor, Refused, type Answers } from "./server"
import { INFO, type Open, SAVED, openThing } from "./thing"

const THING = doctype("Thing", [field("subject"), field("code", "Data", { reqd: 1 }), field("total", "Float", { read_only: 1 })], { title_field: "subject", is_calculated: true })
const ASKED = "comptoir.desk.calculating.calculated"
let open: Open
let total = 7

async function begin(path = "/thing/T-1", more: Answers = {}): Promise<void> {
  open = await openThing(path, {
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "frappe.desk.form.load.getdoc": () => new Refused(200, { docs: [{ ...SAVED, code: "A", total: 1 }], docinfo: INFO, _link_titles: {} }),
    [ASKED]: () => ({ values: { code: "FROM SERVER", total: total++ }, rows: {}, _link_titles: {} }),
    ...more,
  })
}

const input = (fieldname: string) => open.wrapper.get<HTMLInputElement>(`[data-field=${fieldname}] input`)
const shown = (): string => open.wrapper.get("[data-field=total] output").text()
const pause = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(PAUSE), await flushPromises())
const asked = () => asksFor(open.log, ASKED)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  localStorage.clear()
  forgetMeta()
  total = 7
})
afterEach(() => {
  open.wrapper.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe("what follows from what is typed", () => {
  it("is asked for once typing stops, and shown without becoming a change", async () => {
    await begin()
    await pause()
    expect([asked().length, shown()]).toEqual([0, "1"])
    for (const text of ["S", "Se", "Second"]) await input("subject").setValue(text)
    await pause()
    expect(asked().map(({ args }) => (args.doc as Record<string, unknown>).subject)).toEqual(["Second"])
    expect(shown()).toBe("7")
    expect(open.wrapper.get("[data-test=save-state]").text()).toContain("1 change")
  })

  it("is no part of what is saved, nor asked for again after it", async () => {
    const stored = { ...SAVED, subject: "Second", code: "A", total: 30, modified: "2026-07-25 11:00:00.000000" }
    await begin("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => new Refused(200, { data: stored }) })
    await input("subject").setValue("Second")
    await pause()
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
    await flushPromises()
    await pause()
    const sent = open.log.find(({ method }) => method === "PUT")?.args
    expect([sent?.subject, sent?.total, asked().length, shown()]).toEqual(["Second", undefined, 1, "30"])
  })

  it("fills a mandatory field of a new document, which need not be typed then", async () => {
    await begin("/thing/new", { "POST /api/resource/Thing": () => new Refused(417, { exc_type: "ValidationError" }) })
    await pause()
    expect([input("code").element.value, open.wrapper.get("[data-field=code]").classes()]).toEqual(["FROM SERVER", expect.arrayContaining(["follows"])])
    await input("subject").setValue("Second")
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
    await flushPromises()
    expect(open.log.find(({ method, path }) => method === "POST" && path === "/api/resource/Thing")?.args).toMatchObject({ subject: "Second" })
  })

  it("does not change the field somebody is in", async () => {
    await begin("/thing/new")
    await open.wrapper.get("[data-field=code] input").trigger("focusin")
    await pause()
    expect(input("code").element.value).toBe("")
    await input("code").setValue("MINE")
    await open.wrapper.get("[data-field=code] input").trigger("focusout")
    await pause()
    expect([input("code").element.value, open.wrapper.get("[data-field=code]").classes()]).toEqual(["MINE", expect.not.arrayContaining(["follows"])])
  })

  it("stays as it was where the server refuses, and says that it is behind", async () => {
    let refuse = false
    await begin("/thing/T-1", { [ASKED]: () => (refuse ? new Refused(417, { exc_type: "ValidationError", _server_messages: "[]" }) : { values: { total: 7 }, rows: {}, _link_titles: {} }) })
    await input("subject").setValue("Second")
    await pause()
    refuse = true
    await input("subject").setValue("Third")
    await pause()
    expect([shown(), open.wrapper.get("[data-field=total]").classes()]).toEqual(["7", expect.arrayContaining(["behind"])])
    refuse = false
    await input("subject").setValue("Fourth")
    await pause()
    expect(open.wrapper.get("[data-field=total]").classes()).not.toContain("behind")
  })

  it("is dropped with the changes", async () => {
    await begin()
    await input("subject").setValue("Second")
    await pause()
    await input("subject").setValue("First")
    await pause()
    expect([shown(), asked().length]).toEqual(["1", 1])
  })

  it("is asked for one at a time: an answer to what is no longer typed counts for nothing", async () => {
    const answers: ((value: unknown) => void)[] = []
    await begin("/thing/T-1", { [ASKED]: () => new Promise((resolve) => answers.push(resolve)) })
    await input("subject").setValue("Second")
    await pause()
    await input("subject").setValue("Third")
    await pause()
    expect(answers).toHaveLength(1)
    answers[0]!({ values: { total: 2 }, rows: {}, _link_titles: {} })
    await flushPromises()
    await pause()
    expect([answers.length, shown()]).toEqual([2, "1"])
    answers[1]!({ values: { total: 3 }, rows: {}, _link_titles: {} })
    await flushPromises()
    expect(shown()).toBe("3")
  })

  it("says why nothing follows, once somebody stops at it", async () => {
    let refused = true
    await begin("/thing/T-1", { [ASKED]: () => !refused ? { values: { total: 9 }, rows: {}, _link_titles: {} } : new Refused(417, { exc_type: "ValidationError", _server_messages: JSON.stringify([JSON.stringify({ message: "Choose a warehouse." })]) }) })
    const note = () => open.wrapper.find("[data-test=behind]")
    await input("subject").setValue("Second")
    await pause()
    expect(note().exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(1200)
    await flushPromises()
    expect(note().text()).toContain("Choose a warehouse.")
    refused = false
    await input("subject").setValue("Third")
    await pause()
    expect([note().exists(), shown()]).toEqual([false, "9"])
  })

  it("says nothing of a document in which nothing was entered", async () => {
    await begin("/thing/new", { [ASKED]: () => new Refused(417, { exc_type: "ValidationError" }) })
    await pause()
    await vi.advanceTimersByTimeAsync(1200)
    await flushPromises()
    expect(open.wrapper.find("[data-test=behind]").exists()).toBe(false)
  })
})
