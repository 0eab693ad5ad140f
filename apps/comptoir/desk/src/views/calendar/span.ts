/** How much a calendar shows at once, from when until when, and where the arrows lead. */
import { addDays, addMonths } from "@/logic/calendar"
import { DAY, dayText, later, startOfDay, toMoment } from "./moments"

export const SPANS = ["day", "week", "month", "agenda"] as const
export type Span = (typeof SPANS)[number]

export interface Range {
  start: Date
  /** Not shown any more. */
  end: Date
}

/** So many days an agenda looks ahead. */
export const AGENDA_DAYS = 30

export function spanOf(text: string | undefined, phone: boolean): Span {
  const span = SPANS.find((each) => each === text)
  return phone ? (span === "day" ? "day" : "agenda") : (span ?? "week")
}

export function startOfWeek(day: Date, firstDay: number): Date {
  return later(day, -((day.getUTCDay() - firstDay + 7) % 7) * DAY)
}

/** What is on the screen: a month shows whole weeks. */
export function rangeOf(span: Span, at: string, firstDay: number): Range {
  const day = startOfDay(toMoment(at))
  if (span === "day") return { start: day, end: later(day, DAY) }
  if (span === "agenda") return { start: day, end: later(day, AGENDA_DAYS * DAY) }
  if (span === "week") {
    const start = startOfWeek(day, firstDay)
    return { start, end: later(start, 7 * DAY) }
  }
  const first = toMoment(`${at.slice(0, 7)}-01`)
  const last = later(toMoment(addMonths(dayText(first), 1)), -DAY)
  return { start: startOfWeek(first, firstDay), end: later(startOfWeek(last, firstDay), 7 * DAY) }
}

export function stepped(span: Span, at: string, direction: 1 | -1): string {
  if (span === "month") return addMonths(`${at.slice(0, 7)}-01`, direction)
  return addDays(at, direction * { day: 1, week: 7, agenda: AGENDA_DAYS }[span])
}

/** "28 November 2026", "23 – 29 Nov 2026", "November 2026". */
export function rangeTitle(span: Span, at: string, firstDay: number, lang: string): string {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" })
  if (span === "month") return format({ month: "long", year: "numeric" }).format(toMoment(at))
  const { start, end } = rangeOf(span, at, firstDay)
  if (span === "day") return format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(start)
  return format({ day: "numeric", month: "short", year: "numeric" }).formatRange(start, later(end, -DAY))
}
