import { mount } from "@vue/test-utils"
import { afterEach, describe, expect, it } from "vitest"
import DayBox from "./DayBox.vue"

afterEach(() => (document.body.innerHTML = ""))

function box(modelValue: string, time = false) {
  const wrapper = mount(DayBox, { props: { modelValue, label: "From", time }, attachTo: document.body })
  const type = async (text: string): Promise<void> => {
    const input = wrapper.get("input")
    input.element.value = text
    await input.trigger("input")
    await input.trigger("blur")
  }
  return { wrapper, type, given: () => (wrapper.emitted("update:modelValue") ?? []).map(([value]) => value) }
}

describe("the day of a filter", () => {
  it("is read as on a form, and emptied", async () => {
    const { type, given } = box("2026-11-23")
    await type("24.12.2026")
    await type("")
    expect(given()).toEqual(["2026-12-24", ""])
  })

  it("that is none is said and not given on", async () => {
    const { wrapper, type, given } = box("")
    await type("soonish")
    expect([given(), wrapper.get("input").element.value, wrapper.get("input").attributes("aria-invalid"), wrapper.get("[role=alert]").text()]).toEqual([[], "soonish", "true", 'From: "soonish" is not a date.'])
    await type("24.12.2026")
    expect([given(), wrapper.find("[role=alert]").exists()]).toEqual([["2026-12-24"], false])
  })

  it("may have a time", async () => {
    const { type, given } = box("", true)
    await type("24/12/2026 9:30")
    expect(given()).toEqual(["2026-12-24 09:30:00"])
  })
})
