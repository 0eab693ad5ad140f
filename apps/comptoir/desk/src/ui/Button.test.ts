import { mount } from "@vue/test-utils"
import { describe, expect, it } from "vitest"
import { h } from "vue"
import { routerKey } from "vue-router"
import { Button } from "@/ui"

const button = (attributes: Record<string, unknown>, slots = {}) => mount(Button, { attrs: attributes, slots, global: { provide: { [routerKey as symbol]: {} } } }).get("button")

describe("a button is called", () => {
  it("by its aria-label where it shows a picture alone", () => {
    expect(button({ "aria-label": "Reload" }, { icon: () => h("svg") }).attributes("aria-label")).toBe("Reload")
  })

  it("by its aria-label where its words are seen on wide screens alone", () => {
    const found = button({ "aria-label": "Columns by Stage" }, { default: () => h("span", { class: "hidden" }, "Stage") })
    expect([found.attributes("aria-label"), found.text()]).toEqual(["Columns by Stage", "Stage"])
  })

  it("by its aria-label beside the words it shows", () => {
    const found = button({ label: "Hand over", "aria-label": "Hand over to somebody" })
    expect([found.attributes("aria-label"), found.text()]).toEqual(["Hand over to somebody", "Hand over"])
  })

  it("by its label otherwise, and is clicked once", async () => {
    let clicks = 0
    const found = button({ label: "Save", onClick: () => (clicks += 1) })
    await found.trigger("click")
    expect([found.attributes("aria-label"), found.text(), clicks]).toEqual(["Save", "Save", 1])
  })
})
