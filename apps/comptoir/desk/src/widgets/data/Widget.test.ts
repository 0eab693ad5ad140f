import { afterEach, describe, expect, it } from "vitest"
import { field } from "@/logic/testing"
import { mountWidget, stored } from "../testing"

afterEach(() => (document.body.innerHTML = ""))

describe("a line of text", () => {
  it("gives what is typed, and nothing for nothing", async () => {
    const wrapper = mountWidget(field("x"), null)
    await wrapper.get("input").setValue("abc")
    await wrapper.get("input").setValue("")
    expect(stored(wrapper)).toEqual(["abc", null])
  })

  it("follows the mask while text grows, not while it is corrected", async () => {
    const wrapper = mountWidget(field("x", "Data", { mask: "99-99" }), "12")
    await wrapper.get("input").setValue("123")
    expect(stored(wrapper).at(-1)).toBe("12-3")
    await wrapper.setProps({ modelValue: "12-34" })
    await wrapper.get("input").setValue("12-4")
    expect(stored(wrapper).at(-1)).toBe("12-4")
  })

  it("is normalised when left", async () => {
    const wrapper = mountWidget(field("x", "Data", { normalise: "collapse upper" }), " ab  c ")
    await wrapper.get("input").trigger("blur")
    expect(stored(wrapper)).toEqual(["AB C"])
  })

  it("is not cut where it is too long", () => {
    expect(mountWidget(field("x", "Data", { length: 10 }), "").get("input").attributes("maxlength")).toBeUndefined()
  })

  it("carries the ids that name and describe it", () => {
    const input = mountWidget(field("x"), "", { invalid: true, describedBy: "help", required: true }).get("input")
    expect(input.attributes()).toMatchObject({ id: "the-input", "aria-invalid": "true", "aria-describedby": "help", "aria-required": "true" })
  })
})

describe("text that is an address", () => {
  it("can be opened when it is one", () => {
    expect(mountWidget(field("x", "Data", { options: "Email" }), "a@b.fr").get("a").attributes("href")).toBe("mailto:a@b.fr")
    expect(mountWidget(field("x", "Data", { options: "URL" }), "javascript:x").find("a").exists()).toBe(false)
    expect(mountWidget(field("x", "Phone"), "+33 1 99 00", { readOnly: true }).get("a").attributes("href")).toBe("tel:+3319900")
  })
})
