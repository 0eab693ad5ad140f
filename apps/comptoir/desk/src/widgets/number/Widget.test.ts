import { afterEach, describe, expect, it } from "vitest"
import { formatValue } from "@/logic/formats"
import { field } from "@/logic/testing"
import { mountWidget, stored } from "../testing"

afterEach(() => (document.body.innerHTML = ""))

async function type(fieldtype: string, text: string, more = {}): Promise<unknown> {
  const wrapper = mountWidget(field("x", fieldtype, more), 0)
  const input = wrapper.get("input")
  input.element.value = text
  await input.trigger("input")
  await input.trigger("blur")
  return stored(wrapper).at(-1)
}

describe("a number", () => {
  it("is read when the field is left", async () => {
    expect(await type("Currency", "1 234,50")).toBe(1234.5)
    expect(await type("Int", "=6*7")).toBe(42)
    expect(await type("Percent", "12.5 %")).toBe(12.5)
    expect(await type("Float", "")).toBe(0)
  })

  it("is rounded as its declaration says", async () => {
    expect(await type("Currency", "0.125", { precision: "2" })).toBe(0.12)
  })

  it("that is none is kept, so that it can be marked and corrected", async () => {
    expect(await type("Int", "many")).toBe("many")
    expect(await type("Currency", "5 pieces")).toBe("5 pieces")
    expect(await type("Percent", "about 12.5 %")).toBe("about 12.5 %")
  })

  it("that must be whole and is not shows what was typed", async () => {
    expect(await type("Int", "1.5")).toBe(1.5)
    expect((mountWidget(field("x", "Int"), 1.5).get("input").element as HTMLInputElement).value).toBe("1.5")
    expect(formatValue(field("x", "Int"), 1.5)).toBe("1.5")
  })

  it("shows its currency from the document", () => {
    const wrapper = mountWidget(field("x", "Currency", { options: "currency" }), 1, { doc: { currency: "USD" } })
    expect(wrapper.text()).toBe("$")
  })
})
