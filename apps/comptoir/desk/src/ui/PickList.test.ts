import { mount } from "@vue/test-utils"
import { describe, expect, it } from "vitest"
import { PickList } from "@/ui"

describe("a list of choices", () => {
  const list = mount(PickList, { props: { modelValue: ["b"], label: "Sort by", options: ["a", "b"].map((value) => ({ value, label: value })) } }).get("[role=listbox]")

  it("has a name, and nothing but options in it", () => {
    expect(list.attributes("aria-label")).toBe("Sort by")
    expect([...list.element.children].map((each) => [each.getAttribute("role"), each.getAttribute("aria-selected")])).toEqual([["option", "false"], ["option", "true"]])
  })
})
