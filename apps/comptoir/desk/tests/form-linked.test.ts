import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import { field } from "@/logic/testing"
import { eventually } from "./eventually"
import { asksFor } from "./server"
import { type Open, THING, openThing } from "./thing"

let open: Open
beforeEach(() => {
  forgetMeta()
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: media.startsWith("(min-width"), addEventListener: () => undefined, removeEventListener: () => undefined }))
})
afterEach(() => {
  open.wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("what points at a document", () => {
  const row = { doctype: "Thing", fieldname: "note", label: "Thing", icon: "", count: 1000, more: true, can_create: true }

  it("is counted, and a new one is made beside it by the server", async () => {
    open = await openThing("/thing/T-1", {
      "comptoir.desk.linked.overview": () => [row, { ...row, doctype: "Elsewhere" }],
      "comptoir.desk.linked.new_from": () => ({ doctype: "Thing", name: null, subject: "Taken over", note: "T-1", _link_titles: { "Thing::T-1": "First" } }),
    })
    const panel = open.wrapper.get("[data-test=panel-links]")
    expect(panel.findAll("li").map((each) => each.text())).toEqual(["Thing1,000+"])
    await panel.get("[data-new=Thing]").trigger("click")
    await flushPromises()
    expect(asksFor(open.log, "new_from")[0]?.args).toEqual({ doctype: "Thing", name: "T-1", link_doctype: "Thing", link_fieldname: "note" })
    expect(open.wrapper.get<HTMLInputElement>("[data-field=subject] input").element.value).toBe("Taken over")
    expect(open.router.currentRoute.value.path).toBe("/thing/new")
  })

  it("by rows of its own is led to by name", async () => {
    open = await openThing("/thing/T-1", { "comptoir.desk.linked.overview": () => [{ ...row, fieldname: "part", count: 2, more: false, can_create: false, names: ["T-2", "T-3"] }] })
    const panel = open.wrapper.get("[data-test=panel-links]")
    expect(panel.find("[data-new]").exists()).toBe(false)
    await panel.get("a").trigger("click")
    await flushPromises()
    expect([open.router.currentRoute.value.path, open.router.currentRoute.value.query]).toEqual(["/thing", { name: '["in",["T-2","T-3"]]' }])
  })

  it("is made in place where few fields are asked, chosen with a key from anywhere on the form", async () => {
    open = await openThing("/thing/T-1", {
      "comptoir.desk.linked.overview": () => [{ ...row, quick_entry: true }],
      "comptoir.desk.linked.new_from": () => ({ doctype: "Thing", name: null, note: "T-1", _link_titles: {} }),
      "POST /api/resource/Thing": () => new Response(JSON.stringify({ data: { doctype: "Thing", name: "T-2", subject: "Second" } })),
    })
    dispatchEvent(new KeyboardEvent("keydown", { key: "n", code: "KeyN", altKey: true, cancelable: true }))
    await flushPromises()
    document.querySelector<HTMLElement>("[role=dialog] [role=option]")?.click()
    const box = (): HTMLInputElement | null => document.querySelector("[role=dialog] [data-field=subject] input")
    await eventually(() => expect(box()).not.toBeNull())
    box()!.value = "Second"
    box()!.dispatchEvent(new Event("input", { bubbles: true }))
    box()!.dispatchEvent(new Event("change", { bubbles: true }))
    const counted = asksFor(open.log, "linked.overview").length
    document.querySelector("[role=dialog] form")?.dispatchEvent(new Event("submit", { cancelable: true }))
    await eventually(() => expect(asksFor(open.log, "linked.overview").length).toBe(counted + 1))
    expect(open.log.find((asked) => asked.method === "POST" && asked.path === "/api/resource/Thing")?.args).toMatchObject({ subject: "Second", note: "T-1" })
    expect(open.router.currentRoute.value.path).toBe("/thing/T-1")
  })

  it("waits for a link that is typed into the new one, and is not made where nothing is called so", async () => {
    const made = (): unknown[] => open.log.filter((asked) => asked.method === "POST" && asked.path === "/api/resource/Thing").map((asked) => asked.args.party)
    const unfound = "“nobody” was not found. Choose from the list."
    let answer = (): void => undefined
    open = await openThing("/thing/T-1", {
      "comptoir.desk.linked.overview": () => [{ ...row, quick_entry: true }],
      "comptoir.desk.linked.new_from": () => ({ doctype: "Thing", name: null, note: "T-1", _link_titles: {} }),
      "comptoir.desk.api.meta": () => ({ doctype: { ...THING, fields: [...THING.fields, field("party", "Link", { options: "Party", allow_in_quick_entry: 1 })] }, children: {} }),
      "frappe.desk.search.search_link": ({ args }) => new Promise((resolve) => (answer = () => resolve(args.txt === "acme" ? [{ value: "P-1" }] : []))),
      "POST /api/resource/Thing": () => new Response(JSON.stringify({ data: { doctype: "Thing", name: "T-2" } })),
    })
    dispatchEvent(new KeyboardEvent("keydown", { key: "n", code: "KeyN", altKey: true, cancelable: true }))
    await flushPromises()
    document.querySelector<HTMLElement>("[role=dialog] [role=option]")?.click()
    const box = (): HTMLInputElement => document.querySelector("[role=dialog] [data-field=party] input")!
    await eventually(() => expect(box()).not.toBeNull())
    for (const [text, expected] of [["nobody", []], ["acme", ["P-1"]]] as const) {
      box().focus()
      box().value = text
      box().dispatchEvent(new Event("input"))
      document.querySelector("[role=dialog] form")?.dispatchEvent(new Event("submit", { cancelable: true }))
      await flushPromises()
      expect(made()).toEqual([])
      answer()
      await flushPromises()
      expect(made()).toEqual(expected)
      expect(document.querySelector("[role=dialog]")?.textContent?.includes(unfound) ?? false).toBe(text === "nobody")
    }
  })

  it("offers no new one where that is not allowed", async () => {
    open = await openThing("/thing/T-1", { "comptoir.desk.linked.overview": () => [{ ...row, can_create: false }] })
    expect(open.wrapper.find("[data-new]").exists()).toBe(false)
  })
})
