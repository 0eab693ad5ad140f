import { describe, expect, it, vi } from "vitest"
import { loadBoot } from "@/stores/session"
import { formatDate, formatDatetime, formatMoney, formatNumber, formatRelative, formatTime, siteNow } from "./format"

const NOW = new Date(2026, 6, 25, 12, 0)

describe("a distance in time", () => {
  it.each([
    ["2026-07-25", "today"], ["2026-07-24", "yesterday"], ["2026-07-26", "tomorrow"], ["2026-08-12", "in 18 days"], ["2026-07-05 12:00:00", "20 days ago"], ["2026-07-25 11:00:00", "1 hour ago"],
    ["2026-07-25 12:00:20", "just now"], ["2026-08-25 12:00:00", "next month"], ["nonsense", "nonsense"],
  ])("%s reads %s", (text, expected) => {
    expect(formatRelative(text, NOW)).toBe(expected)
  })

  it("is counted from the clock of the site, wherever the browser is", () => {
    const moment = new Date(Date.UTC(2026, 6, 25, 22, 30))
    expect(siteNow(moment, "Asia/Tokyo").toString().slice(4, 24)).toBe("Jul 26 2026 07:30:00")
  })
})

describe("values in the formats of the site", () => {
  it("are dates and times", () => {
    expect([formatDate("2026-07-05"), formatDatetime("2026-07-05 09:30:11.000000"), formatTime("9:05:00")]).toEqual(["2026-07-05", "2026-07-05 09:30", "09:05"])
  })

  it("are money, also in a currency nobody knows", () => {
    expect([formatMoney(1000, "USD"), formatMoney(1000, "??")]).toEqual(["$1,000.00", "1,000.00"])
  })
})

describe("numbers", () => {
  it("have the separators that the site or else the language of the reader has", async () => {
    const told = { user: "ines@company.example", lang: "en", languages: [], site_name: "Site", translations: {}, modules: [], formats: { number: "#.###,##", currency: "EUR" } }
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ message: told }), { headers: { "content-type": "application/json" } })))
    await loadBoot()
    vi.unstubAllGlobals()
    expect([formatNumber(1234.5), formatMoney(-1234.5)]).toEqual(["1.234,5", "-€1.234,50"])
  })
})
