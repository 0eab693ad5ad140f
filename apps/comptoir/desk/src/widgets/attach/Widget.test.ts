import { flushPromises } from "@vue/test-utils"
import { afterEach, describe, expect, it } from "vitest"
import { field } from "@/logic/testing"
import { eventually } from "../../../tests/eventually"
import { mountWidget } from "../testing"

afterEach(() => {
  document.body.innerHTML = ""
})

describe("a file in a field", () => {
  it("is shown in place, and in a tab of its own to who asks for one", async () => {
    const wrapper = mountWidget(field("scan", "Attach", { label: "Scan" }), "/private/files/offer.png")
    const link = wrapper.get("a")
    expect(link.attributes()).toMatchObject({ href: "/private/files/offer.png", target: "_blank" })
    await link.trigger("click", { ctrlKey: true })
    await flushPromises()
    expect(document.querySelector("[data-test=file-preview]")).toBeNull()
    await link.trigger("click")
    await eventually(() => expect(document.querySelector("[data-test=file-preview] img")?.getAttribute("src")).toBe("/private/files/offer.png"))
    wrapper.unmount()
  })
})
