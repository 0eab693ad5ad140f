import { describe, expect, it } from "vitest"
import { formatNumber, numberStyle, parseNumber, round } from "./numbers"

describe("number formats", () => {
  it.each([
    ["#,###.##", { group: ",", decimal: ".", indian: false }],
    ["#.###,##", { group: ".", decimal: ",", indian: false }],
    ["# ###,##", { group: "\u00a0", decimal: ",", indian: false }],
    ["#,##,###.##", { group: ",", decimal: ".", indian: true }],
    ["#,###", { group: ",", decimal: ".", indian: false }],
    ["#.###", { group: ".", decimal: ",", indian: false }],
  ])("%s", (format, expected) => {
    expect(numberStyle(format)).toEqual(expected)
  })

  it("groups by thousands and by lakhs", () => {
    expect(formatNumber(1234567.5, { style: numberStyle("#.###,##"), precision: 2, least: 2 })).toBe("1.234.567,50")
    expect(formatNumber(1234567, { style: numberStyle("#,##,###.##"), precision: 2, least: 0 })).toBe("12,34,567")
    expect(formatNumber(1.25, { style: numberStyle("#,###.##"), precision: 4, least: 2 })).toBe("1.25")
    expect(formatNumber(1.23456, { style: numberStyle("#,###.##"), precision: 4, least: 2 })).toBe("1.2346")
    expect(formatNumber(-0.001, { style: numberStyle("#,###.##"), precision: 2, least: 2 })).toBe("0.00")
  })
})

describe("rounding", () => {
  it("takes halves of the decimal notation to the even neighbour, as the server does", () => {
    expect([1.005, 2.675, 0.125, 0.135, -0.125, 1e-9, 0.5].map((n) => round(n, 2))).toEqual([1, 2.68, 0.12, 0.14, -0.12, 0, 0.5])
  })
})

describe("typed numbers", () => {
  const american = numberStyle("#,###.##")
  const russian = numberStyle("# ###,##")
  it.each([
    ["1234.5", american, 1234.5],
    ["1,234", american, 1234],
    ["1,5", american, 1.5],
    ["1,234.50", russian, 1234.5],
    ["1 234,50", russian, 1234.5],
    ["1,234", russian, 1.234],
    ["1.234", russian, 1.234],
    ["12 000 ₽", russian, 12000],
    ["$ -5", american, -5],
    ["(120)", american, -120],
    ["12%", american, 12],
    ["= 2 * (3 + 4) / 7", american, 2],
    ["=1/0", american, null],
    ["abc", american, null],
    ["1.2.3", american, null],
    ["", american, null],
    ["12,50 EUR", russian, 12.5],
    ["CHF 1'234.50", american, 1234.5],
    ["1 250 руб.", russian, 1250],
    ["-$5", american, -5],
    ["($1,200.00)", american, -1200],
    ["R$ .5", american, 0.5],
    ["−5 %", american, -5],
    ["1\u202f234 567,8", russian, 1234567.8],
    ["Line 5", american, null],
    ["5 pieces", american, null],
    ["5x", american, null],
    ["No. 5", american, null],
    ["#5", american, null],
    ["5 or 6", american, null],
    ["5-6", american, null],
    ["5 6", american, null],
    ["06 12 34 56 78", american, null],
    ["--5", american, null],
    ["(-5)", american, null],
    ["5 €/kg", american, null],
    ["12.05.2026 €", american, null],
  ])("%j", (text, style, expected) => {
    expect(parseNumber(text, style)).toBe(expected)
  })
})
