import { describe, expect, it } from "vitest"
import countries from "@/widgets/phone/countries.json"
import { type Country, countryOf, withCountry } from "./phones"

const ALL = countries as Country[]
const of = (region: string): Country => ALL.find(([each]) => each === region)!

describe("the country of a number", () => {
  it.each([
    ["+33 1 99 00 00 00", "FR"], ["+7 912 345-67-89", "RU"], ["+7 701 234 56 78", "KZ"], ["+1 212 555 0100", "US"], ["+1 416 555 0100", "CA"], ["+1 876 555 0100", "JM"],
    ["+44 20 7946 0000", "GB"], ["+7", "RU"], ["01 99 00 00 00", undefined], ["", undefined], ["+999 1", undefined],
  ])("%s is %s", (text, region) => {
    expect(countryOf(text, ALL)?.[0]).toBe(region)
  })

  it("is the one that was picked, among those with the same code", () => {
    expect([countryOf("+1 212", ALL, "CA")?.[0], countryOf("+33 1", ALL, "CA")?.[0]]).toEqual(["CA", "FR"])
  })
})

describe("another country", () => {
  it.each([
    ["", "FR", "+33 "],
    ["+33 6 12 34 56 78", "RU", "+7 6 12 34 56 78"],
    ["+7(912) 345-67-89", "FR", "+33 (912) 345-67-89"],
    ["01 99 00 00 00", "DE", "+49 1 99 00 00 00"],
    ["+999", "FR", "+33 999"],
  ])("rewrites the code of %j: %s", (text, region, expected) => {
    expect(withCountry(text, of(region), ALL, of("FR"))).toBe(expected)
  })

  it("drops what is dialled before a number at home, and no digit of the number", () => {
    expect(withCountry("8 912 345 67 89", of("RU"), ALL, of("RU"))).toBe("+7 912 345 67 89")
    expect(withCountry("812 345 67 89", of("RU"), ALL, of("RU"))).toBe("+7 812 345 67 89")
    expect(withCountry("06 6982 0000", of("IT"), ALL, of("IT"))).toBe("+39 06 6982 0000")
  })
})
