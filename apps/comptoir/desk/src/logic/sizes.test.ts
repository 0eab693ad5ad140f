import { describe, expect, it } from "vitest"
import { cssLength, pixels } from "./sizes"

describe("a declared size", () => {
  it.each([["120", "120px"], ["120px", "120px"], [" 12.5REM ", "12.5rem"], ["50%", "50%"], [300, "300px"]])("%s is %s", (given, meant) => {
    expect(cssLength(given)).toBe(meant)
  })

  it.each(["", "0", "-5px", "wide", "10px; color: red", "calc(1px + 2px)", "url(x)", null, undefined])("%s is none", (given) => {
    expect(cssLength(given)).toBe(undefined)
  })

  it("has pixels only where it says so", () => {
    expect([pixels("120"), pixels("80px"), pixels("50%"), pixels("")]).toEqual([120, 80, undefined, undefined])
  })
})
