import { describe, expect, it } from "vitest"
import { field, view } from "@/list/logic/testing"
import type { DocTypeView, Document } from "@/types"
import { toMoment } from "../calendar/moments"
import { type Fields, fieldsOf, placed, type Placed } from "../calendar/placing"
import type { Shown } from "../calendar/showing"
import { barsOf, inOrder, openingDay, openingRow, pulled, weekOf, windowOf, zoomOf } from "./plan"

const CALENDAR = { start: "start_on", end: "due_on", busy: false }
const RIGHTS = { write: true } as DocTypeView["rights"]
const timed = fieldsOf(view([field("start_on", "Datetime"), field("due_on", "Datetime")], { calendar: CALENDAR, rights: RIGHTS })) as Fields
const days = fieldsOf(view([field("start_on", "Date"), field("due_on", "Date")], { calendar: CALENDAR, rights: RIGHTS })) as Fields

const put = (fields: Fields, values: Partial<Document>): Placed => placed(fields, { name: "T-1", ...values }) as Placed
/** As the chart gives moments: local ones with that face. */
const local = (text: string): Date => new Date(text.replace(" ", "T"))

function shown(name: string, start: string, row: Document = {}): Shown {
  const event = { name, row: { name, ...row }, start: toMoment(start), allDay: false, onlyEnds: false }
  return { key: name, title: `<b>${name}`, lane: "", start: event.start, allDay: false, movable: true, resizable: true, placed: event }
}

describe("bars", () => {
  it("begin with what begins first and follow what comes before", () => {
    const events = inOrder([shown("B", "2026-11-25", { after: "A", done: 120 }), shown("A", "2026-11-24", { after: "gone" })])
    expect(barsOf(events, "done", "after").map(({ id, dependencies, progress }) => [id, dependencies, progress])).toEqual([["bar-0", "", 0], ["bar-1", "bar-0", 100]])
  })

  it("let no name become markup", () => {
    expect(barsOf([shown("A", "2026-11-24")], undefined, undefined)[0]?.name).toBe("&lt;b&gt;A")
  })
})

describe("a bar that is pulled", () => {
  const both = put(timed, { start_on: "2026-11-23 09:00:00", due_on: "2026-11-25 18:00:00" })

  it("moves by days and keeps its hours", () => {
    expect(pulled(timed, both, local("2026-11-25 00:00:00"), local("2026-11-27 23:59:58"))).toEqual({ start_on: "2026-11-25 09:00:00", due_on: "2026-11-27 18:00:00" })
  })

  it("moves as well where it takes an hour", () => {
    const hour = put(timed, { start_on: "2026-11-23 09:00:00", due_on: "2026-11-23 10:00:00" })
    expect(pulled(timed, hour, local("2026-11-25 00:00:00"), local("2026-11-25 23:59:58"))).toEqual({ start_on: "2026-11-25 09:00:00", due_on: "2026-11-25 10:00:00" })
    const due = put(timed, { due_on: "2026-11-23 10:00:00" })
    expect(pulled(timed, due, local("2026-11-25 00:00:00"), local("2026-11-25 23:59:58"))).toEqual({ due_on: "2026-11-25 10:00:00" })
  })

  it("ends where its end is pulled to", () => {
    expect(pulled(timed, both, local("2026-11-23 00:00:00"), local("2026-11-28 23:59:58"))).toEqual({ due_on: "2026-11-28 18:00:00" })
    expect(pulled(days, put(days, { start_on: "2026-11-23", due_on: "2026-11-24" }), local("2026-11-23 00:00:00"), local("2026-11-26 23:59:58"))).toEqual({ due_on: "2026-11-26" })
  })

  it("begins where its beginning is pulled to, before its end", () => {
    expect(pulled(timed, both, local("2026-11-24 00:00:00"), local("2026-11-25 23:59:58"))).toEqual({ start_on: "2026-11-24 09:00:00" })
    expect(pulled(timed, both, local("2026-11-28 00:00:00"), local("2026-11-25 23:59:58"))).toEqual({})
  })
})

it("looks further the further away it is", () => {
  expect([zoomOf("month"), zoomOf("agenda")]).toEqual(["month", "week"])
  expect(windowOf("day", "2026-11-25")).toEqual({ start: toMoment("2026-11-11"), end: toMoment("2027-01-24") })
})

describe("the chart", () => {
  const today = "2026-11-24"

  it("opens a little before today while a bar is in sight of it", () => {
    expect(openingDay([], "week", today)).toBe(today)
    expect(openingDay([shown("A", "2026-06-01"), shown("B", "2026-12-20")], "week", today)).toBe("2026-11-10")
    expect(openingDay([shown("A", "2026-11-12")], "week", today)).toBe("2026-11-10")
  })

  it("opens with the first row that has something to show", () => {
    const rows = [shown("A", "2026-06-01"), shown("B", "2026-11-12"), shown("C", "2026-12-01")]
    expect([openingRow(rows, "2026-11-10"), openingRow(rows, "2026-05-01"), openingRow(rows, "2027-06-01"), openingRow([], today)]).toEqual([1, 0, 0, 0])
  })

  it("opens at the nearest bar where none is", () => {
    expect(openingDay([shown("A", "2026-06-01"), shown("B", "2027-02-20")], "week", today)).toBe("2027-02-20")
    expect(openingDay([shown("A", "2026-10-20"), shown("B", "2027-06-20")], "week", today)).toBe("2026-10-20")
    expect(openingDay([shown("A", "2027-02-20")], "month", today)).toBe("2026-09-25")
  })
})

it("opens on what is not over, else on what was last", () => {
  const events = inOrder([shown("over", "2026-11-20"), shown("runs", "2026-11-30"), shown("comes", "2026-12-04")])
  expect([openingRow(events, "2026-11-16", "2026-11-30"), openingRow(events, "2026-11-16", "2026-12-20"), openingRow(events, "2026-12-01", "2026-11-30")]).toEqual([1, 0, 2])
})

it("begins weeks on the first weekday of the site", () => {
  const week = (first: number): string => weekOf(local("2026-12-01 00:00:00"), first).toDateString()
  expect([week(1), week(0), week(2), week(6)]).toEqual(["Mon Nov 30 2026", "Sun Nov 29 2026", "Tue Dec 01 2026", "Sat Nov 28 2026"])
})
