/** Documents as bars of a Gantt chart, and what they say after their bar was pulled. */
import type { Task } from "frappe-gantt"
import { DAY, endOfDay, faceOf, later, MINUTE, momentText, startOfDay, textOf, toMoment } from "../calendar/moments"
import { type Changes, type Fields, type Placed, resized, shifted } from "../calendar/placing"
import { endOf, type Shown } from "../calendar/showing"
import type { Range } from "../calendar/span"

export const ZOOMS = ["day", "week", "month"] as const
export type Zoom = (typeof ZOOMS)[number]

/** Days before and after the one looked at. */
const REACH: Record<Zoom, [number, number]> = { day: [14, 60], week: [60, 210], month: [210, 700] }
const SECOND = 1000

export const zoomOf = (text: string | undefined): Zoom => ZOOMS.find((each) => each === text) ?? "week"

export function windowOf(zoom: Zoom, at: string): Range {
  const [before, after] = REACH[zoom]
  const day = startOfDay(toMoment(at))
  return { start: later(day, -before * DAY), end: later(day, after * DAY) }
}

/** Bars of whole days, from the first to begin; `after` names the field that says what comes before. */
export function barsOf(events: Shown[], progress: string | undefined, after: string | undefined): Task[] {
  const place = new Map(events.map((event, number) => [event.placed?.name, `bar-${number}`]))
  return events.map((event, number) => ({
    id: `bar-${number}`,
    // The chart takes names for markup.
    name: escaped(event.title),
    start: momentText(startOfDay(event.start)), end: momentText(later(endOfDay(endOf(event)), -SECOND)),
    progress: progress ? Math.max(0, Math.min(100, Number(event.placed?.row[progress] ?? 0))) : 0,
    dependencies: (after && place.get(String(event.placed?.row[after] ?? ""))) || "",
    custom_class: event.movable ? "" : "still",
  }))
}

export const inOrder = (events: Shown[]): Shown[] => events.filter((event) => event.placed).sort((one, other) => one.start.getTime() - other.start.getTime())

/** Days around today within which a bar is in sight. */
const NEAR: Record<Zoom, [number, number]> = { day: [2, 20], week: [14, 60], month: [60, 240] }

/** Where the chart's left edge is when it opens: a little before today if a bar is in sight of it, else at the beginning of the nearest one. */
export function openingDay(events: Shown[], zoom: Zoom, today: string): string {
  const [before, after] = NEAR[zoom]
  const now = startOfDay(toMoment(today))
  const [from, to] = [later(now, -before * DAY), later(now, after * DAY)]
  const far = (event: Shown): number => (event.start > to ? event.start.getTime() - to.getTime() : Math.max(0, from.getTime() - endOf(event).getTime()))
  const [nearest] = [...events].sort((one, other) => far(one) - far(other))
  return momentText(nearest && far(nearest) > 0 ? startOfDay(nearest.start) : nearest ? from : now).slice(0, 10)
}

/** The row with which the chart opens: the first that is not over on `today`, else the first whose bar is in sight of `day`. */
export function openingRow(events: Shown[], day: string, today = day): number {
  const after = (moment: string): number => events.findIndex((event) => endOf(event) > toMoment(moment))
  const at = after(today > day ? today : day)
  return Math.max(0, at < 0 ? after(day) : at)
}

/** The local day on which the week of `day` begins, by the site's first weekday. */
export function weekOf(day: Date, first: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() - first + 7) % 7))
}

const MARKUP: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => MARKUP[letter] as string)

/** A bar is pulled by days: as a whole, at its end, or at its beginning. `start` and `end` are the chart's local moments. */
export function pulled(fields: Fields, event: Placed, start: Date, end: Date): Changes {
  const days = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / DAY)
  const ended = endOf({ start: event.start, end: event.end } as Shown)
  const [atStart, atEnd] = [days(startOfDay(event.start), faceOf(start)), days(endOfDay(ended), later(faceOf(end), 2 * SECOND))]
  if (atStart === atEnd) return shifted(fields, event, atStart * DAY)
  if (!atStart) return resized(fields, event, later(ended, atEnd * DAY))
  const begins = later(event.start, atStart * DAY)
  return event.onlyEnds || begins >= later(ended, -MINUTE) ? {} : { [fields.start.fieldname]: textOf(begins, fields.start.fieldtype) }
}
