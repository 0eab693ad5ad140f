import { afterEach, describe, expect, it } from "vitest"
import { field } from "@/logic/testing"
import { eventually } from "../../../tests/eventually"
import { mountWidget } from "../testing"

afterEach(() => document.body.replaceChildren())

describe("a field for a code", () => {
  it("draws it as its options say", async () => {
    const bars = mountWidget(field("code", "Barcode"), "SAW-1")
    expect([bars.find("svg[role=img]").exists(), bars.find("[data-test=qr]").exists()]).toEqual([true, false])
    const qr = mountWidget(field("code", "Barcode", { options: "QR" }), "SAW-1")
    await eventually(() => expect(qr.find("[data-test=qr] path").attributes("d")).toMatch(/^M0 0h1v1h-1z/))
    expect(qr.find("[data-test=qr]").attributes("aria-label")).toBe("SAW-1")
  })

  it("offers the camera where it may be written, and not in a cell", () => {
    const offered = (more: object): boolean => mountWidget(field("code", "Barcode"), "SAW-1", more).find("[data-test=scan]").exists()
    expect([offered({}), offered({ readOnly: true }), offered({ compact: true })]).toEqual([true, false, false])
  })
})
