import { flushPromises, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import FormActions from "@/form/FormActions.vue"
import { setOut } from "@/form/passage/passage"
import RenameDialog from "@/form/RenameDialog.vue"
import PreviewPane from "@/print/beside/PreviewPane.vue"
import type { MetaBundle } from "@/types"
import { type Answers, asksFor } from "./server"
import { loaded, type Open, openThing, SAVED, THING, USER } from "./thing"

const OFFER = { formats: [{ name: "Card", label: "Card", one_sheet: false, letterhead: "", lang: "" }], format: "Card", letterheads: ["Lille"], letterhead: "", languages: [{ code: "en", label: "English" }, { code: "fr", label: "français" }], lang: "en" }
const KEEP = "frappe.model.utils.user_settings.save"
let open: Open
const pane = (): VueWrapper => open.wrapper.findComponent(PreviewPane) as unknown as VueWrapper
const at = (test: string) => open.wrapper.find(`[data-test=${test}]`)
const papers = (): Record<string, string>[] => open.wrapper.findAll("iframe").map((frame) => Object.fromEntries(new URL(frame.attributes("src")!, "http://test").searchParams))
const address = (): string => open.router.currentRoute.value.fullPath

async function press(key: string, over: KeyboardEventInit = { altKey: true }): Promise<void> {
  dispatchEvent(new KeyboardEvent("keydown", { key, ...over, cancelable: true }))
  await settled()
}

/** The pane is loaded when it is first shown. */
async function settled(): Promise<void> {
  await flushPromises()
  await vi.dynamicImportSettled()
  await flushPromises()
}

async function openPrintable(path: string, rights = THING.rights, answers: Answers = {}): Promise<void> {
  open = await openThing(path, {
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: { ...THING, rights }, children: {} }),
    "comptoir.printing.choices.choices": () => OFFER,
    [KEEP]: () => "{}",
    ...answers,
  })
  await settled()
}

beforeEach(() => {
  sessionStorage.clear()
  forgetMeta()
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: media.startsWith("(min-width"), addEventListener: () => undefined, removeEventListener: () => undefined }))
})
afterEach(() => {
  open.wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("the paper beside a form", () => {
  it("comes and goes with its key, in the place of the panel and in the address", async () => {
    await openPrintable("/thing/T-1")
    expect([pane().exists(), at("side-panel").exists()]).toEqual([false, true])
    await press("p")
    expect([pane().exists(), at("side-panel").exists(), address()]).toEqual([true, false, "/thing/T-1?_preview=1"])
    expect(papers()).toEqual([{ doctype: "Thing", name: "T-1", format: "Card", no_letterhead: "1", _lang: "en" }])
    await at("preview-pane").trigger("keydown", { key: "Escape" })
    await settled()
    expect([pane().exists(), at("side-panel").exists(), address()]).toEqual([false, true, "/thing/T-1"])
  })

  it("says that it is behind while there are changes, and follows a save", async () => {
    const stored = { ...SAVED, subject: "Second", modified: "2026-07-25 11:00:00.000000" }
    await openPrintable("/thing/T-1?_preview=1", undefined, { "PUT /api/resource/Thing/T-1": () => new Response(JSON.stringify({ data: stored })) })
    await open.wrapper.get("iframe").trigger("load")
    expect(at("preview-state").text()).toBe("Shows what is saved.")
    await open.wrapper.get("[data-field=subject] input").setValue("Second")
    expect(at("preview-state").text()).toBe("Shows what is saved. Save (Ctrl+S) to see your changes.")
    await press("s", { ctrlKey: true })
    expect([papers().length, at("preview").exists(), at("preview-coming").exists()]).toEqual([2, true, true])
    await at("preview-coming").trigger("load")
    expect([papers().length, at("preview-state").text()]).toEqual([1, "Shows what is saved."])
  })

  it("goes along to the next document with what was chosen", async () => {
    setOut(USER, { doctype: "Thing", fields: ["name"] }, ["T-1", "T-2"], false)
    await openPrintable("/thing/T-1?_preview=1")
    await at("print-lang").setValue("fr")
    await open.wrapper.get("iframe").trigger("load")
    await press("PageDown")
    expect(address()).toBe("/thing/T-2?_preview=1")
    expect(papers().at(-1)).toMatchObject({ name: "T-2", _lang: "fr" })
  })

  it("keeps the width it is given", async () => {
    await openPrintable("/thing/T-1?_preview=1")
    await at("preview-edge").trigger("keydown", { key: "ArrowRight" })
    await at("preview-edge").trigger("keydown", { key: "Enter" })
    expect(asksFor(open.log, KEEP).map(({ args }) => args)).toEqual([{ doctype: "Thing", user_settings: { Preview: { width: 320 } } }, { doctype: "Thing", user_settings: { Preview: null } }])
  })

  it("is not offered to who may not print", async () => {
    await openPrintable("/thing/T-1?_preview=1", { ...THING.rights, print: false })
    await press("p")
    expect([pane().exists(), asksFor(open.log, "choices.choices")]).toEqual([false, []])
  })

  it("stays with a document that is called otherwise now", async () => {
    await openPrintable("/thing/T-1?_preview=1", undefined, {
      "frappe.client.rename_doc": () => "T-9",
      "frappe.desk.form.load.getdoc": ({ args }) => loaded({ ...SAVED, name: String(args.name) }),
    })
    open.wrapper.findComponent(FormActions).vm.$emit("rename")
    await settled()
    await open.wrapper.findComponent(RenameDialog).props("rename")("T-9")
    await settled()
    expect(address()).toBe("/thing/T-9?_preview=1")
    expect(papers().at(-1)).toMatchObject({ name: "T-9" })
  })
})
