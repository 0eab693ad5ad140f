import { expect, it } from "vitest"
import { momentOf, SOON } from "./reminders"

const at = (text: string): string[] => SOON.map((soon) => momentOf(soon, new Date(text)))

it("reminders lie ahead, in the morning but for the one in an hour", () => {
  expect(at("2026-11-29T23:30:00")).toEqual(["2026-11-30 00:30", "2026-11-30 09:00", "2026-11-30 09:00", "2026-12-29 09:00"])
})

it("a Monday asks for the next one, and a month ends where it ends", () => {
  expect(at("2027-01-31T08:00:00").slice(2)).toEqual(["2027-02-01 09:00", "2027-02-28 09:00"])
  expect(momentOf("monday", new Date("2026-11-30T08:00:00"))).toBe("2026-12-07 09:00")
})
