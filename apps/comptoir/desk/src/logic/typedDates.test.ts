import { describe, expect, it } from "vitest"
import { readDate, readDatetime } from "./typedDates"

/** A Monday. */
const TODAY = { year: 2026, month: 11, day: 23 }
const read = (text: string, format: string, lang = "en"): string | null => readDate(text, format, TODAY, lang)

describe("a typed day", () => {
  it.each([
    // Day, month and year are told apart by themselves.
    ...["24.12.2026", "24/12/2026", "24-12-2026", "24 12 2026", "24122026", "12/24/2026", "12242026", "24.12", "24/12", "12/24", "2026.12.24", "2026/12/24", "2026-12-24", "24.12.26", "24 12 26"].flatMap((text) =>
      ["yyyy-mm-dd", "dd.mm.yyyy", "dd/mm/yyyy", "mm/dd/yyyy"].map((format) => [text, format, "2026-12-24"]),
    ),
    // Otherwise the format decides.
    ["12/11/2026", "dd/mm/yyyy", "2026-11-12"],
    ["12/11/2026", "mm/dd/yyyy", "2026-12-11"],
    ["12/11/2026", "yyyy-mm-dd", "2026-11-12"],
    ["12.11", "yyyy-mm-dd", "2026-11-12"],
    ["12-11", "yyyy-mm-dd", "2026-12-11"],
    ["26-12-11", "yyyy-mm-dd", "2026-12-11"],
    ["11.12.26", "yyyy-mm-dd", "2026-12-11"],
    ["1211", "yyyy-mm-dd", "2026-12-11"],
    ["2026-1-5", "dd.mm.yyyy", "2026-01-05"],
    ["7", "yyyy-mm-dd", "2026-11-07"],
    // No such day.
    ["31.02.2026", "dd.mm.yyyy", null],
    ["13.13.2026", "yyyy-mm-dd", null],
    ["99999999", "yyyy-mm-dd", null],
    ["24.12.202", "dd.mm.yyyy", null],
    ["24.2026.12", "dd.mm.yyyy", null],
    ["", "dd.mm.yyyy", null],
    ["nonsense", "dd.mm.yyyy", null],
  ] as [string, string, string | null][])("%j read as %s is %j", (text, format, expected) => {
    expect(read(text, format)).toBe(expected)
  })

  it.each([
    ["today", "en", "2026-11-23"], ["Tomorrow", "en", "2026-11-24"], ["yesterday", "en", "2026-11-22"], ["friday", "en", "2026-11-27"], ["fri", "en", "2026-11-27"], ["Monday", "en", "2026-11-30"],
    ["demain", "fr", "2026-11-24"], ["aujourd’hui", "fr", "2026-11-23"], ["aujourd'hui", "fr", "2026-11-23"], ["après-demain", "fr", "2026-11-25"], ["ven.", "fr", "2026-11-27"], ["tomorrow", "fr", "2026-11-24"],
    ["завтра", "ru", "2026-11-24"], ["Сегодня", "ru", "2026-11-23"], ["вчера", "ru", "2026-11-22"], ["пт", "ru", "2026-11-27"], ["пятница", "ru", "2026-11-27"], ["fr", "en", null], ["demain", "en", null],
  ])("%s (%s) is %s", (text, lang, expected) => {
    expect(read(text, "dd.mm.yyyy", lang)).toBe(expected)
  })

  it.each([
    ["+3d", "2026-11-26"], ["+2w", "2026-12-07"], ["-1w", "2026-11-16"], ["+3", "2026-11-26"], ["-3", "2026-11-20"], ["+1m", "2026-12-23"], ["+1y", "2027-11-23"],
    ["+2 jours", "2026-11-25"], ["+1 semaine", "2026-11-30"], ["+1 an", "2027-11-23"], ["+3 дня", "2026-11-26"], ["+2н", "2026-12-07"], ["+1 мес.", "2026-12-23"], ["+2x", null], ["+", null],
  ])("%s is counted from today: %s", (text, expected) => {
    expect(read(text, "yyyy-mm-dd")).toBe(expected)
  })
})

describe("a typed moment", () => {
  it.each([
    ["5.1.26 9:30", "2026-01-05 09:30:00"], ["5.1.26", "2026-01-05 00:00:00"], ["24 12 26", "2026-12-24 00:00:00"], ["24 12 26 9:30", "2026-12-24 09:30:00"], ["tomorrow 18:00", "2026-11-24 18:00:00"],
    ["+3d 9", "2026-11-26 09:00:00"], ["+2 days 9:15", "2026-11-25 09:15:00"], ["2026-12-24T09:30:00", "2026-12-24 09:30:00"], ["2026-12-24 09:30:00.000000", "2026-12-24 09:30:00"], ["5.1.26 25:00", null], ["soon", null],
  ])("%s is %s", (text, expected) => {
    expect(readDatetime(text, "dd.mm.yyyy", TODAY, "en")).toBe(expected)
  })
})
