import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { field } from "@/logic/testing"
import { loadBoot } from "@/stores/session"
import { eventually } from "../../../tests/eventually"
import { mountWidget, stored } from "../testing"

/** The country picker comes in its own file. */
beforeEach(async () => void (await import("./CountryPicker.vue")))
afterEach(() => {
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

const phone = field("phone", "Phone")
const shown = async (value: unknown, more = {}) => {
  const wrapper = mountWidget(phone, value, more)
  await flushPromises()
  await vi.dynamicImportSettled()
  return wrapper
}

async function choose(wrapper: Awaited<ReturnType<typeof shown>>, text: string): Promise<string[]> {
  await wrapper.get("[data-test=country]").trigger("click")
  await flushPromises()
  const search = document.querySelector<HTMLInputElement>("input[type=search]")!
  search.value = text
  search.dispatchEvent(new Event("input"))
  await eventually(() => expect(document.querySelectorAll("[role=option]").length).toBeLessThan(60))
  const found = [...document.querySelectorAll<HTMLElement>("[role=option]")]
  found[0]!.click()
  await flushPromises()
  return found.map((option) => option.textContent ?? "")
}

describe("the country of a phone number", () => {
  it("is told by its code, also while it is typed", async () => {
    const wrapper = await shown("+33 1 99 00 00 00")
    expect(wrapper.get("[data-test=country]").attributes("aria-label")).toBe("Country: FR, France +33")
    await wrapper.setProps({ modelValue: "+7" })
    expect(wrapper.get("[data-test=country]").text()).toBe("RU")
    await wrapper.setProps({ modelValue: null })
    expect(wrapper.get("[data-test=country]").attributes("aria-label")).toBe("Choose the country")
  })

  it("stands first among those to choose from", async () => {
    const wrapper = await shown("+33 199000000")
    await wrapper.get("[data-test=country]").trigger("click")
    await eventually(() => expect([...document.querySelectorAll("[role=option]")].slice(0, 2).map((option) => option.textContent)).toEqual(["France +33", "Afghanistan +93"]))
  })

  it("rewrites the code, and is found by name, letters or code", async () => {
    const wrapper = await shown("+33 199000000")
    expect((await choose(wrapper, "kazakh"))[0]).toBe("Kazakhstan +7")
    expect((await choose(wrapper, "+49"))[0]).toBe("Germany +49")
    expect((await choose(wrapper, "be"))[0]).toBe("Belarus +375")
    expect(stored(wrapper)).toEqual(["+7 199000000", "+49 199000000", "+375 199000000"])
  })

  it("begins a number, which is none until more is typed", async () => {
    const wrapper = await shown(null)
    await choose(wrapper, "france")
    const input = wrapper.get("input[type=tel]")
    expect([(input.element as HTMLInputElement).value, stored(wrapper)]).toEqual(["+33 ", []])
    await input.trigger("blur")
    await input.trigger("focusout")
    expect([(input.element as HTMLInputElement).value, stored(wrapper)]).toEqual(["", []])
    await choose(wrapper, "france")
    ;(input.element as HTMLInputElement).value = "+33 1"
    await input.trigger("input")
    expect(stored(wrapper)).toEqual(["+33 1"])
  })

  it("keeps to the mask of the field", async () => {
    const wrapper = mountWidget({ ...phone, mask: "[+]999999[9999][9][9][9][9][9]" }, "+33199000000")
    await flushPromises()
    await choose(wrapper, "russia")
    expect(stored(wrapper)).toEqual(["+7199000000"])
  })

  it("is that of the site for a number without a code, once it is left", async () => {
    const told = { user: "ines@company.example", lang: "en", languages: [], site_name: "Site", translations: {}, modules: [], formats: { phone_region: "FR" } }
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ message: told }), { headers: { "content-type": "application/json" } })))
    await loadBoot()
    const left = async (value: string, more = {}) => {
      const wrapper = mountWidget({ ...phone, mask: "[+]999999[9999][9][9][9][9][9]", ...more }, value)
      await wrapper.get("input").trigger("focusin")
      await vi.dynamicImportSettled()
      await wrapper.get("input").trigger("focusout")
      return stored(wrapper)
    }
    expect(await left("04 78 55 12 89")).toEqual(["+33478551289"])
    expect(await left("04 78 55 12 89", { mask: undefined })).toEqual(["+33 4 78 55 12 89"])
    expect([await left("+7 916 1234567"), await left("112"), await left("ask for Jean"), await left("12345678", { mask: "99999999" })]).toEqual([[], [], [], []])
  })

  it("is not asked for in cells, where nothing can be changed, or where a mask says it", async () => {
    for (const more of [{ compact: true }, { readOnly: true }]) expect((await shown("+33 1", more)).find("[data-test=country]").exists()).toBe(false)
    const masked = mountWidget({ ...phone, mask: "+7 999 999-99-99" }, null)
    await flushPromises()
    expect(masked.find("[data-test=country]").exists()).toBe(false)
  })
})
