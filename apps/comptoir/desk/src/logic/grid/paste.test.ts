import { describe, expect, it } from "vitest"
import type { FieldView } from "../../types"
import { parseBlock, parseCell } from "./paste"

const field = (fieldtype: string, more: Partial<FieldView> = {}): FieldView => ({ fieldname: "f", fieldtype, widget: "", can_write: true, ...more })
const TODAY = { year: 2026, month: 11, day: 23 }

describe("a pasted block", () => {
  it.each([
    ["a\tb\nc\td", [["a", "b"], ["c", "d"]]],
    ["a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]],
    ['"two\nlines"\t"say ""hi"""', [["two\nlines", 'say "hi"']]],
    ['19" monitor\t2', [['19" monitor', "2"]]],
    ['"open\tx', [['"open', "x"]]],
    ["one", [["one"]]],
    ["a\t\nb\t", [["a", ""], ["b", ""]]],
  ])("%j", (text, expected) => {
    expect(parseBlock(text)).toEqual(expected)
  })
})

describe("a pasted cell", () => {
  it.each([
    [field("Int"), "1 200", 1200],
    [field("Int"), "1.5", undefined],
    [field("Int"), "Line 5", undefined],
    [field("Rating"), "4 stars", undefined],
    [field("Float", { precision: 2 }), "3,14159", 3.14],
    [field("Currency"), "12 000,50 ₽", 12000.5],
    [field("Percent"), "15%", 15],
    [field("Currency"), "", 0],
    [field("Check"), "Да", 1],
    [field("Check"), "maybe", undefined],
    [field("Date"), "5.1.26", "2026-01-05"],
    [field("Date"), "31.02.2026", undefined],
    [field("Date"), "", null],
    [field("Time"), "9:30", "09:30:00"],
    [field("Duration"), "1h 30m", 5400],
    [field("Rating"), "4", 0.8],
    [field("Select", { options: "\nOpen\nClosed", option_labels: { Open: "Открыт" } }), "открыт", "Open"],
    [field("Select", { options: "Open\nClosed" }), "Lost", undefined],
    [field("Data"), " as it is ", " as it is "],
  ])("%#: %j", (column, text, expected) => {
    expect(parseCell(column, text, { date: "dd.mm.yyyy", number: "# ###,##" }, TODAY)).toEqual(expected)
  })
})
