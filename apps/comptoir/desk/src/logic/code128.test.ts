import { describe, expect, it } from "vitest"
import { barsPath, code128, CODE_128_PATTERNS } from "./code128"

describe("Code 128", () => {
  it("has 107 different patterns of 11 modules, the stop of 13", () => {
    const sums = CODE_128_PATTERNS.map((pattern) => [...pattern].reduce((sum, width) => sum + Number(width), 0))
    expect(new Set(CODE_128_PATTERNS).size).toBe(107)
    expect(sums).toEqual([...Array.from({ length: 106 }, () => 11), 13])
  })

  it("draws start, text, check sign and stop", () => {
    const widths = code128("PJJ123C")!
    expect(widths.slice(0, 6)).toEqual([2, 1, 1, 2, 1, 4])
    expect(barsPath(widths).width).toBe(11 * 9 + 13)
    // 104+48*1+42*2+42*3+17*4+18*5+19*6+35*7 = 879, and 879 mod 103 = 55
    expect(widths.slice(6 * 8, 6 * 9).join("")).toBe(CODE_128_PATTERNS[55])
  })

  it("does not draw what it cannot", () => {
    expect([code128(""), code128("й")]).toEqual([null, null])
  })
})
