import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import { comparedFields } from "@/form/similar/useSimilar"
import { doctype, field } from "@/logic/testing"
import { asksFor } from "./server"
import { type Open, THING, openThing } from "./thing"

const META = { ...THING, fields: [...THING.fields, field("email", "Data", { label: "E-mail", options: "Email" })] }
let open: Open
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  forgetMeta()
})
afterEach(() => {
  open.wrapper.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe("documents like a new one", () => {
  it("are asked for once typing pauses, and shown with why", async () => {
    open = await openThing("/thing/new", {
      "comptoir.desk.api.meta": () => ({ doctype: META, children: {} }),
      "comptoir.desk.similar.similar": () => [{ name: "T-9", title: "First of all", because: ["Subject"] }],
    })
    const subject = open.wrapper.get("[data-field=subject] input")
    await subject.setValue("Fir")
    await vi.advanceTimersByTimeAsync(300)
    await subject.setValue("First")
    await vi.advanceTimersByTimeAsync(700)
    await flushPromises()
    expect(asksFor(open.log, "similar").map(({ args }) => args)).toEqual([{ doctype: "Thing", values: { subject: "First" } }])
    const note = open.wrapper.get("[data-test=similar]")
    expect([note.text(), note.get("a").attributes("href")]).toEqual(["This may exist already:First of allSubject", "/thing/T-9"])
  })

  it("are looked for where people or companies are described", async () => {
    open = await openThing("/thing/T-1")
    expect(comparedFields(THING)).toEqual([])
    expect(comparedFields(doctype("Firm", [field("called"), field("tax", "Data", { normalise: "trim tax_id" })], { title_field: "called" }))).toEqual(["called", "tax"])
  })
})
