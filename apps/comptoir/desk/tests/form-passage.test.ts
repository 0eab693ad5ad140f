import { flushPromises, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetMeta } from "@/composables/useMeta"
import { setOut } from "@/form/passage/passage"
import { asksFor } from "./server"
import { type Open, USER, openThing } from "./thing"

const QUESTION = { doctype: "Thing", fields: ["name"], filters: [["note", "=", "x"] as [string, string, string]], order_by: "subject asc" }
let open: Open
const wrapper = (): VueWrapper => open.wrapper
const path = (): string => open.router.currentRoute.value.path

async function press(key: string): Promise<void> {
  dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true, cancelable: true }))
  await flushPromises()
}

beforeEach(() => {
  sessionStorage.clear()
  forgetMeta()
})
afterEach(() => {
  open.wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("a document opened from a list", () => {
  it("says where it stands and leads to its neighbours, reading on where the list was not read to its end", async () => {
    setOut(USER, QUESTION, ["T-1", "T-2"], true)
    open = await openThing("/thing/T-1", {
      "comptoir.desk.api.count": () => ({ count: 3, more: false }),
      "comptoir.desk.api.list": () => ({ rows: [{ name: "T-2" }, { name: "T-3" }], has_more: false, link_titles: {} }),
    })
    expect(wrapper().get("[data-test=passage]").text()).toBe("1 of 3")
    await press("PageDown")
    await press("PageDown")
    expect([path(), wrapper().get("[data-test=passage]").text()]).toEqual(["/thing/T-3", "3 of 3"])
    expect(asksFor(open.log, "api.list").map(({ args }) => args)).toEqual([{ doctype: "Thing", filters: QUESTION.filters, order_by: "subject asc", fields: ["name"], start: 2, page_length: 50 }])
    await press("PageDown")
    await press("PageUp")
    expect(path()).toBe("/thing/T-2")
  })

  it("that was not among them offers no way", async () => {
    setOut(USER, QUESTION, ["T-8", "T-9"], false)
    open = await openThing("/thing/T-1")
    expect(wrapper().find("[data-test=passage]").exists()).toBe(false)
  })
})
