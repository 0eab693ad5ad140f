import { mount } from "@vue/test-utils"
import { describe, expect, it, vi } from "vitest"
import { PickList } from "@/ui"

describe("a list of choices", () => {
  const list = mount(PickList, { props: { modelValue: ["b"], label: "Sort by", options: ["a", "b"].map((value) => ({ value, label: value })) } }).get("[role=listbox]")

  it("has a name, and nothing but options in it", () => {
    expect(list.attributes("aria-label")).toBe("Sort by")
    expect([...list.element.children].map((each) => [each.getAttribute("role"), each.getAttribute("aria-selected")])).toEqual([["option", "false"], ["option", "true"]])
  })

  it("takes the first of what was typed with Enter, also where that is faster than the answer", async () => {
    let answer: (options: { value: string; label: string }[]) => void = () => undefined
    const load = (text: string) => new Promise<{ value: string; label: string }[]>((resolve) => (answer = text ? resolve : () => undefined))
    const asked = mount(PickList, { props: { modelValue: [], single: true, load } })
    vi.useFakeTimers()
    await asked.get("input").setValue("an")
    await asked.get("input").trigger("keydown", { key: "Enter" })
    await vi.advanceTimersByTimeAsync(300)
    expect(asked.emitted("pick")).toBeUndefined()
    answer([{ value: "1", label: "Anna" }, { value: "2", label: "Ivan" }])
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.emitted("pick")).toEqual([[{ value: "1", label: "Anna" }]])
    vi.useRealTimers()
  })
})
