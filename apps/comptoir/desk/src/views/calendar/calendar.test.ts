import { describe, expect, it } from "vitest"
import { field, view } from "@/list/logic/testing"
import type { DocTypeView, Document } from "@/types"
import { colourOf, legend } from "./colours"
import { laneRows, momentAt } from "./lanes"
import { DAY, endOfDay, MINUTE, toMoment } from "./moments"
import { chosenTime, type Fields, fieldsOf, mayMove, moved, placed, type Placed, resized, shifted } from "./placing"
import { busyEvents } from "./showing"
import { rangeOf, rangeTitle, spanOf, stepped } from "./span"

const CALENDAR = { start: "start_on", end: "due_on", lane: "who", busy: false }
const RIGHTS = { write: true } as DocTypeView["rights"]
const TIMED = view([field("start_on", "Datetime"), field("due_on", "Datetime"), field("seen_on", "Date"), field("who", "Link", { options: "Person" }), field("kind", "Select", { options: "A\nB" })], { calendar: CALENDAR, rights: RIGHTS })
const DAYS = view([field("start_on", "Date"), field("due_on", "Date")], { calendar: CALENDAR, rights: RIGHTS })
const timed = fieldsOf(TIMED) as Fields
const days = fieldsOf(DAYS) as Fields

const put = (fields: Fields, values: Partial<Document>): Placed => placed(fields, { name: "T-1", ...values }) as Placed
const at = (text: string): Date => toMoment(text)

describe("the time a calendar shows", () => {
  it.each([
    ["day", "2026-11-25", "2026-11-25", "2026-11-26"],
    ["week", "2026-11-25", "2026-11-23", "2026-11-30"],
    ["month", "2026-11-25", "2026-10-26", "2026-12-07"],
    ["agenda", "2026-11-25", "2026-11-25", "2026-12-25"],
  ] as const)("by %s around %s goes from %s to before %s", (span, day, start, end) => {
    expect(rangeOf(span, day, 1)).toEqual({ start: at(start), end: at(end) })
  })

  it("begins its weeks where the site does", () => {
    expect(rangeOf("week", "2026-11-22", 0).start).toEqual(at("2026-11-22"))
    expect(rangeOf("week", "2026-11-22", 1).start).toEqual(at("2026-11-16"))
  })

  it("goes on by itself, months by months", () => {
    expect([stepped("day", "2026-12-31", 1), stepped("week", "2026-11-25", -1), stepped("month", "2026-01-31", 1)]).toEqual(["2027-01-01", "2026-11-18", "2026-02-01"])
  })

  it("is a day or an agenda on a phone", () => {
    expect([spanOf("month", true), spanOf("day", true), spanOf("month", false), spanOf("nonsense", false)]).toEqual(["agenda", "day", "month", "week"])
  })

  it("has a title in the language of the reader", () => {
    expect(rangeTitle("month", "2026-11-25", 1, "fr")).toBe("novembre 2026")
    expect(rangeTitle("week", "2026-11-25", 1, "en")).toMatch(/Nov 23.+29, 2026/)
  })
})

describe("where a document stands", () => {
  it("is from its beginning to its end", () => {
    expect(put(timed, { start_on: "2026-11-25 09:00:00", due_on: "2026-11-25 10:30:00" })).toMatchObject({ start: at("2026-11-25 09:00:00"), end: at("2026-11-25 10:30:00"), allDay: false })
  })

  it("is whole days where it takes a day or more", () => {
    expect(put(timed, { start_on: "2026-11-25 09:00:00", due_on: "2026-11-26 09:00:00" }).allDay).toBe(true)
    expect(put(days, { start_on: "2026-11-25", due_on: "2026-11-26" })).toMatchObject({ end: at("2026-11-27"), allDay: true })
  })

  it("reaches to the end of its last day where it is drawn as days", () => {
    expect([endOfDay(at("2026-11-26 18:00:00")), endOfDay(at("2026-11-26"))]).toEqual([at("2026-11-27"), at("2026-11-26")])
  })

  it("is at its end where there is no beginning", () => {
    expect(put(timed, { due_on: "2026-11-25 10:30:00" })).toMatchObject({ start: at("2026-11-25 10:00:00"), end: at("2026-11-25 10:30:00"), onlyEnds: true })
  })

  it("has no length where the end is before the beginning", () => {
    expect(put(timed, { start_on: "2026-11-25 09:00:00", due_on: "2026-11-24 09:00:00" }).end).toBeUndefined()
  })

  it("is nowhere without a date", () => {
    expect(placed(timed, { name: "T-1" })).toBeUndefined()
  })

  it("can go by another date", () => {
    const other = fieldsOf(TIMED, { start: "seen_on" }) as Fields
    expect([other.start.fieldname, other.end]).toEqual(["seen_on", undefined])
  })
})

describe("a document that is moved", () => {
  const both = put(timed, { start_on: "2026-11-25 09:00:00", due_on: "2026-11-25 10:30:00" })

  it("takes its end along", () => {
    expect(moved(timed, both, at("2026-11-27 14:00:00"), false)).toEqual({ start_on: "2026-11-27 14:00:00", due_on: "2026-11-27 15:30:00" })
  })

  it("keeps its hour on a day without one", () => {
    expect(moved(timed, both, at("2026-11-27"), true)).toEqual({ start_on: "2026-11-27 09:00:00", due_on: "2026-11-27 10:30:00" })
  })

  it("gets no beginning it never had", () => {
    const due = put(timed, { due_on: "2026-11-25 10:30:00" })
    expect(moved(timed, due, at("2026-11-26 08:00:00"), false)).toEqual({ due_on: "2026-11-26 08:30:00" })
    expect(moved(timed, due, at("2026-11-26"), true)).toEqual({ due_on: "2026-11-26 10:30:00" })
  })

  it("stays on days where its dates are days", () => {
    expect(moved(days, put(days, { start_on: "2026-11-25", due_on: "2026-11-26" }), at("2026-11-30"), true)).toEqual({ start_on: "2026-11-30", due_on: "2026-12-01" })
  })

  it("goes over a change of the clocks by what the clock shows", () => {
    const before = put(timed, { start_on: "2026-10-24 09:00:00", due_on: "2026-10-24 10:00:00" })
    expect(shifted(timed, before, 2 * DAY)).toEqual({ start_on: "2026-10-26 09:00:00", due_on: "2026-10-26 10:00:00" })
  })

  it("ends where it is pulled to", () => {
    expect(resized(timed, both, at("2026-11-25 12:00:00"))).toEqual({ due_on: "2026-11-25 12:00:00" })
    expect(resized(days, put(days, { start_on: "2026-11-25" }), at("2026-11-28"))).toEqual({ due_on: "2026-11-27" })
    expect(resized(timed, put(timed, { start_on: "2026-11-25 09:00:00", due_on: "2026-11-27 10:30:00" }), at("2026-11-30"))).toEqual({ due_on: "2026-11-29 10:30:00" })
    expect(resized(timed, both, at("2026-11-25 08:00:00"))).toEqual({})
  })

  it("is one that may be", () => {
    expect(mayMove(TIMED, timed, both.row)).toBe(true)
    expect(mayMove(TIMED, timed, { ...both.row, docstatus: 1 })).toBe(false)
    expect(mayMove({ ...TIMED, rights: { write: false } as DocTypeView["rights"] }, timed, both.row)).toBe(false)
    const locked = view([field("start_on", "Datetime"), field("due_on", "Datetime", { read_only: 1 })], { calendar: CALENDAR, rights: RIGHTS })
    expect([mayMove(locked, fieldsOf(locked) as Fields, both.row), mayMove(locked, fieldsOf(locked) as Fields, { start_on: "2026-11-25 09:00:00" })]).toEqual([false, true])
  })
})

it("what somebody chooses is what a new document begins with", () => {
  expect(chosenTime(days, at("2026-11-25"), at("2026-11-27"), true)).toEqual({ start_on: "2026-11-25", due_on: "2026-11-26" })
  expect(chosenTime(timed, at("2026-11-25 09:00:00"), at("2026-11-25 10:00:00"), false)).toEqual({ start_on: "2026-11-25 09:00:00", due_on: "2026-11-25 10:00:00" })
})

describe("lanes", () => {
  const range = rangeOf("week", "2026-11-25", 1)
  const spot = (key: string, lane: string, start: string, end: string) => ({ key, lane, start: at(start), end: at(end) })

  it("put what is at the same time under one another", () => {
    const rows = laneRows(["a", "b"], [spot("1", "a", "2026-11-23 09:00:00", "2026-11-23 10:00:00"), spot("2", "a", "2026-11-23 15:00:00", "2026-11-24 10:00:00"), spot("3", "a", "2026-11-24 09:00:00", "2026-11-24 10:00:00")], range, DAY)
    expect(rows.map(({ lane, tracks }) => [lane, tracks])).toEqual([["a", 2], ["b", 1]])
    expect(rows[0]?.bars.map(({ key, track, left, width }) => [key, track, Math.round(left * 7), Math.round(width * 7)])).toEqual([["1", 0, 0, 1], ["2", 1, 0, 2], ["3", 0, 1, 1]])
  })

  it("cut off what is outside", () => {
    const rows = laneRows(["a"], [spot("1", "a", "2026-11-01", "2026-11-24"), spot("2", "a", "2026-12-01", "2026-12-02")], range, DAY)
    expect(rows[0]?.bars).toEqual([{ key: "1", left: 0, width: 1 / 7, track: 0 }])
  })

  it("tell the moment at a place", () => {
    expect(momentAt(0.5, rangeOf("day", "2026-11-25", 1), 30 * MINUTE)).toEqual(at("2026-11-25 12:00:00"))
    expect(momentAt(1.2, range, DAY)).toEqual(at("2026-11-29"))
  })
})

describe("colours", () => {
  const titleOf = (_: string, name: string): string => name.toUpperCase()

  it("tell the values of a field apart, each always the same", () => {
    const found = (kind: string) => colourOf(TIMED, { kind }, TIMED.fields.find(({ fieldname }) => fieldname === "kind"), titleOf)
    expect(found("A").look).not.toEqual(found("B").look)
    expect(found("")).toMatchObject({ value: "" })
    expect(colourOf(TIMED, { who: "anna" }, TIMED.fields.find(({ fieldname }) => fieldname === "who"), titleOf).label).toBe("ANNA")
  })

  it("stand in the legend once", () => {
    const states = view([field("status", "Select", { options: "Open\nDone" })], { states: [{ title: "Open", color: "Blue" }, { title: "Done", color: "Green" }] })
    const colours = ["Open", "Done", "Open"].map((status) => colourOf(states, { status }, undefined, titleOf))
    expect(legend(colours).map(({ label }) => label)).toEqual(["Done", "Open"])
  })
})

it("of others there is the time alone", () => {
  const [one] = busyEvents([{ lane: "a", start: "2026-11-25", end: "2026-11-26" }], "Busy")
  expect(one).toMatchObject({ title: "Busy", lane: "a", end: at("2026-11-27"), allDay: true, movable: false })
  expect(one?.placed).toBeUndefined()
})
