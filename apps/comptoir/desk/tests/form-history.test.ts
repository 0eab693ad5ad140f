import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import type { MetaBundle } from "@/types"
import { notices } from "@/ui/toast"
import { eventually } from "./eventually"
import { asksFor, Refused } from "./server"
import { type Open, SAVED, THING, USER, loaded, openThing } from "./thing"

const META: MetaBundle = { doctype: { ...THING, track_changes: 1 }, children: {} }
const NOW = "2026-07-25 11:00:00.000000"
let open: Open
const input = () => open.wrapper.get<HTMLInputElement>("[data-field=subject] input")
const answers = {
  "comptoir.desk.api.meta": () => META,
  "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, modified_by: USER }),
  "PUT /api/resource/Thing/T-1": () => new Refused(200, { data: { ...SAVED, subject: "Second", modified: NOW, modified_by: USER } }),
}

async function save(): Promise<void> {
  await input().setValue("Second")
  dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
  await flushPromises()
}

beforeEach(() => {
  forgetMeta()
  notices.value = []
})
afterEach(() => {
  open.wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("the last save", () => {
  it("can be taken back from its notice", async () => {
    open = await openThing("/thing/T-1", { ...answers, "comptoir.desk.undoing.undo": () => ({ ...SAVED, modified_by: USER }) })
    await save()
    notices.value.at(-1)!.action!.run()
    await flushPromises()
    expect(asksFor(open.log, "undo")[0]?.args).toEqual({ doctype: "Thing", name: "T-1", modified: NOW })
    expect([input().element.value, notices.value.at(-1)?.message]).toEqual(["First", "The last save is undone."])
  })

  it("stays where newer changes wait", async () => {
    open = await openThing("/thing/T-1", answers)
    await save()
    await input().setValue("Third")
    notices.value.at(-1)!.action!.run()
    await flushPromises()
    expect([asksFor(open.log, "undo"), notices.value.at(-1)?.message]).toEqual([[], "There are newer changes. Save or discard them first."])
  })

  it("is not offered to be taken back where no versions are kept", async () => {
    open = await openThing("/thing/T-1", { ...answers, "comptoir.desk.api.meta": () => ({ doctype: THING, children: {} }) })
    await save()
    expect(notices.value).toEqual([])
  })
})

describe("a field", () => {
  it("tells who changed it, by its label and by the keyboard", async () => {
    const version = { name: "v", owner: "ben@example.com", creation: "2026-07-25 09:00:00", data: JSON.stringify({ changed: [["subject", "Zeroth", "First"]] }) }
    open = await openThing("/thing/T-1", { ...answers, "comptoir.desk.field_history.changes_of": () => ({ versions: [version], has_more: false, read: 1, user_info: { "ben@example.com": { fullname: "Ben" } } }) })
    await open.wrapper.get("[data-field=subject] label").trigger("click", { altKey: true })
    await eventually(() => expect(document.querySelector("[data-test=field-history]")?.textContent).toMatch(/Ben.*Zeroth.*First/))
    document.querySelector<HTMLElement>("[role=dialog] button[aria-label=Close]")!.click()
    await flushPromises()
    input().element.focus()
    dispatchEvent(new KeyboardEvent("keydown", { key: "h", altKey: true, cancelable: true }))
    await flushPromises()
    expect(asksFor(open.log, "changes_of").map(({ args }) => args.fieldname)).toEqual(["subject", "subject"])
  })
})
