import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import { asksFor } from "./server"
import { type Open, openThing } from "./thing"

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

  it("offers no new one where that is not allowed", async () => {
    open = await openThing("/thing/T-1", { "comptoir.desk.linked.overview": () => [{ ...row, can_create: false }] })
    expect(open.wrapper.find("[data-new]").exists()).toBe(false)
  })
})
