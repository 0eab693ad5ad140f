import { describe, expect, it } from "vitest"
import { cellText, durationText } from "./cell"
import { listColumns } from "./columns"
import { conditionText } from "./describe"
import { field, view } from "./testing"
import type { Document, FieldView } from "@/types"

const NOW = new Date(2026, 6, 25, 12, 0)
const titleOf = (_: string, name: string): string => (name === "C-1" ? "Acme" : name)

function text(own: FieldView, value: Document[string], rest: Document = {}): string {
  const declared = view([field("t", "Data"), own], { title_field: "t" })
  const column = listColumns(declared, () => false).find((each) => each.fieldname === own.fieldname)
  return cellText(column as NonNullable<typeof column>, { [own.fieldname]: value, ...rest }, titleOf, NOW).replace(/\u00a0/g, " ")
}

describe("a cell", () => {
  it("shows money in the row's own currency", () => {
    expect(text(field("a", "Currency", { options: "cur" }), 1234.5, { cur: "USD" })).toBe("$1,234.50")
  })

  it("shows money in the site's currency otherwise", () => {
    expect(text(field("a", "Currency"), 0.1)).toBe("€0.10")
  })

  it("shows the title of a link", () => {
    expect(text(field("a", "Link", { options: "X" }), "C-1")).toBe("Acme")
  })

  it("shows a choice in the actor's words", () => {
    expect(text(field("a", "Select", { option_labels: { Open: "Ouvert" } }), "Open")).toBe("Ouvert")
  })

  it("shows near dates by distance and far ones by date", () => {
    expect(text(field("a", "Date"), "2026-07-26")).toBe("tomorrow")
    expect(text(field("a", "Date"), "2025-01-02")).toBe("2025-01-02")
  })

  it("shows nothing for nothing", () => {
    expect(text(field("a", "Float"), null)).toBe("")
  })

  it("shows text without markup", () => {
    expect(text(field("a", "Text Editor"), "<p>Hello</p>")).toBe("Hello")
  })
})

describe("a duration", () => {
  it.each([[0, "0 min"], [90_061, "1 d 1 h 1 min"], [7200, "2 h"]])("of %i seconds reads %s", (seconds, expected) => {
    expect(durationText(seconds)).toBe(expected)
  })
})

describe("a condition in words", () => {
  const status = field("status", "Select", { options: "A\nB\nC" })
  it.each([
    [["status", "=", "A"], "A"],
    [["status", "!=", "A"], "is not A"],
    [["status", "in", ["A", "B", "C"]], "A, B and 1 more"],
    [["status", "is", "set"], "is filled in"],
  ] as const)("%j reads %s", (filter, expected) => {
    expect(conditionText(status, filter as never, titleOf)).toBe(expected)
  })

  it("names a link by its title", () => {
    expect(conditionText(field("c", "Link", { options: "X" }), ["c", "=", "C-1"], titleOf)).toBe("Acme")
  })
})
