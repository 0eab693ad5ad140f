import { describe, expect, it } from "vitest"
import { tourOfForm } from "./forms"

const TOUR = { name: "Writing", title: "How to write", doctype: "Deal" }
const step = (fieldname: string, element_selector = "") => ({ fieldname, element_selector, title: `About ${fieldname || element_selector}`, description: "One <b>word</b>." })

describe("the tour of a form", () => {
  it("leads to fields, which it unfolds, and to parts beside them", () => {
    const unfolded: string[] = []
    const { steps } = tourOfForm(TOUR, [step("client"), step("", "[data-test=form-menu]")], (fieldname) => unfolded.push(fieldname) > 0)
    expect(steps.map((each) => each.part)).toEqual([".form-body [data-field=\"client\"]", "[data-test=form-menu]"])
    expect(steps.map((each) => each.reveal?.())).toEqual([true, true])
    expect(unfolded).toEqual(["client"])
    expect(steps[0]?.text()).toBe("One word.")
  })

  it("leaves out what is no selector", () => {
    expect(tourOfForm(TOUR, [step("", "]["), step("", "")], () => true).steps).toEqual([])
  })

  it("knows a field the form has not", () => {
    expect(tourOfForm(TOUR, [step("gone")], () => false).steps[0]?.reveal?.()).toBe(false)
  })
})
