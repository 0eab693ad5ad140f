import { describe, expect, it } from "vitest"
import { datePattern, numberPattern, readFormats } from "./formats"

describe("formats of a site", () => {
  it.each([["dd-mm-yyyy", "dd-mm-yyyy"], ["M/d/yy", "mm/dd/yyyy"], ["dd/MM/y", "dd/mm/yyyy"], ["dd.MM.y", "dd.mm.yyyy"], ["nonsense", "yyyy-mm-dd"], [null, "yyyy-mm-dd"]])("read the date pattern %s as %s", (pattern, expected) => {
    expect(datePattern(pattern)).toBe(expected)
  })

  it("read numbers from a pattern or from symbols", () => {
    expect([numberPattern("#.###,##"), numberPattern({ decimal: ",", group: "\u202f" })]).toEqual(["#.###,##", "# ###,##"])
  })

  it("have a value even when the server says nothing", () => {
    expect(readFormats(undefined)).toEqual({ date: "yyyy-mm-dd", number: "#,###.##", first_day_of_week: 1, currency: "EUR", phone_region: "" })
  })
})
