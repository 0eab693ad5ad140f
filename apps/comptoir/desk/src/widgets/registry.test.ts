import { describe, expect, it } from "vitest"
import { BREAKS } from "@/logic/fieldtypes"
import { field } from "@/logic/testing"
import { betterFor, defineWidget, forTypes } from "./contract"
import { WidgetRegistry, widgets } from "./registry"

const TYPES = [
  "Autocomplete", "Attach", "Attach Image", "Barcode", "Button", "Check", "Code", "Color", "Column Break", "Currency", "Data", "Date", "Datetime",
  "Duration", "Dynamic Link", "Float", "Fold", "Geolocation", "Heading", "HTML", "HTML Editor", "Icon", "Image", "Int", "JSON", "Link", "Long Text",
  "Markdown Editor", "Password", "Percent", "Phone", "Read Only", "Rating", "Section Break", "Select", "Signature", "Small Text", "Tab Break", "Table",
  "Table MultiSelect", "Text", "Text Editor", "Time",
]

describe("the widgets", () => {
  it("serve every field type that is no break", () => {
    expect(TYPES).toHaveLength(43)
    expect(TYPES.filter((type) => !BREAKS.has(type) && widgets.for(field("x", type)).name === "unknown")).toEqual([])
  })

  it("follow the name the server gives", () => {
    expect(widgets.for(field("x", "Something New", { widget: "text_editor" })).name).toBe("text_editor")
  })

  it("show an unknown type as unknown", () => {
    expect(widgets.for(field("x", "Hologram", { widget: "hologram" })).name).toBe("unknown")
  })

  it("prefer the more special one", () => {
    const names = ["", "Email", "URL", "Phone", "Barcode", "IBAN"].map((options) => widgets.for(field("x", "Data", { options, widget: "data" })).name)
    expect(names).toEqual(["data", "email", "url", "phone", "barcode", "data"])
  })
})

describe("a registry", () => {
  const component = { template: "<i />" }
  const one = defineWidget({ name: "one", rank: forTypes("one", "Data"), component })

  it("refuses a name twice and says which there are", () => {
    expect(() => new WidgetRegistry([one, one])).toThrow('A widget called "one" is registered already; there are one.')
  })

  it("lets a higher rank win without touching the other", () => {
    const registry = new WidgetRegistry([one, defineWidget({ name: "two", rank: betterFor(one.rank, (f) => f.fieldname === "x"), component })])
    expect([registry.for(field("x")).name, registry.for(field("y")).name]).toEqual(["two", "one"])
  })
})
