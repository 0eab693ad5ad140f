import { describe, expect, it } from "vitest"
import { applyMask, maskPlaceholder, matchesMask } from "./mask"

const PHONE = "+7 (999) 999-99-99"

describe("a phone mask", () => {
  it.each([
    ["9", "+7 (9"],
    ["9161234567", "+7 (916) 123-45-67"],
    ["79161234567", "+7 (916) 123-45-67"],
    ["+7 916 123 45 67", "+7 (916) 123-45-67"],
    ["", ""],
    ["abc", "abc"],
    ["+7 916 123 45 67 доб. 12", "+7 916 123 45 67 доб. 12"],
    ["+7 916 123 45 678", "+7 916 123 45 678"],
  ])("turns %j into %j", (typed, expected) => {
    expect(applyMask(PHONE, typed)).toBe(expected)
  })

  it("leaves a complete value alone", () => {
    expect(applyMask(PHONE, "+7 (916) 123-45-67")).toBe("+7 (916) 123-45-67")
  })

  it("accepts only the whole shape", () => {
    expect(matchesMask(PHONE, "+7 (916) 123-45-67")).toBe(true)
    expect(matchesMask(PHONE, "+7 (916) 123-45-6")).toBe(false)
    expect(matchesMask(PHONE, "x+7 (916) 123-45-67")).toBe(false)
  })

  it("shows its shape as placeholder", () => {
    expect(maskPlaceholder(PHONE)).toBe("+7 (000) 000-00-00")
  })
})

describe("a mask with an optional part", () => {
  it("prefers the reading that is complete", () => {
    expect(applyMask("9999999999[99]", "7701234567")).toBe("7701234567")
    expect(applyMask("9999999999[99]", "770123456789")).toBe("770123456789")
    expect(applyMask("99[9]-99", "1234")).toBe("12-34")
  })

  it("adds no sign that may be left out", () => {
    expect(applyMask("[+]999999[9999]", "04 78 55 12 89")).toBe("0478551289")
    expect(applyMask("[+]999999[9999]", "+33 478 551 2")).toBe("+3347855" + "12")
  })

  it("matches with and without it", () => {
    expect(matchesMask("AA-99[ *]", "кв-12")).toBe(true)
    expect(matchesMask("AA-99[ *]", "AB-12 x")).toBe(true)
    expect(matchesMask("AA-99[ *]", "AB-12 ")).toBe(false)
  })
})

describe("a literal that looks like a slot", () => {
  it("is written with a backslash", () => {
    expect(applyMask("\\A-99", "12")).toBe("A-12")
    expect(matchesMask("\\A-99", "B-12")).toBe(false)
  })
})
