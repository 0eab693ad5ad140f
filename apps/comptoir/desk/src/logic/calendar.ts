/** The days of a month as weeks, and stepping through them by keyboard. Dates are ISO texts. */
import { parseIsoDate, toIso } from "./dates"

export interface CalendarDay {
  iso: string
  day: number
  inMonth: boolean
}

/** Six weeks, so that the height never changes; `firstDay` 0 is Sunday. */
export function weeksOf(year: number, month: number, firstDay: number): CalendarDay[][] {
  const lead = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() - firstDay + 7) % 7
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const date = new Date(Date.UTC(year, month - 1, 1 - lead + week * 7 + weekday))
      return { iso: date.toISOString().slice(0, 10), day: date.getUTCDate(), inMonth: date.getUTCMonth() === month - 1 }
    }),
  )
}

export function addDays(iso: string, days: number): string {
  const parts = parseIsoDate(iso)
  if (!parts) return iso
  return new Date(Date.UTC(parts.year, parts.month - 1, parts.day + days)).toISOString().slice(0, 10)
}

/** The same day of another month, or that month's last day. */
export function addMonths(iso: string, months: number): string {
  const parts = parseIsoDate(iso)
  if (!parts) return iso
  const first = new Date(Date.UTC(parts.year, parts.month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return toIso({ year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(parts.day, last) })
}

const STEPS: Record<string, (iso: string) => string> = {
  ArrowLeft: (iso) => addDays(iso, -1),
  ArrowRight: (iso) => addDays(iso, 1),
  ArrowUp: (iso) => addDays(iso, -7),
  ArrowDown: (iso) => addDays(iso, 7),
  PageUp: (iso) => addMonths(iso, -1),
  PageDown: (iso) => addMonths(iso, 1),
}

/** The day a key leads to; null for keys that mean nothing in a calendar. */
export function stepDay(iso: string, key: string): string | null {
  return STEPS[key]?.(iso) ?? null
}

/** 0 (Sunday) to 6 from a number or an English name. */
export function firstWeekday(setting: number | string | undefined): number {
  if (typeof setting === "number") return ((setting % 7) + 7) % 7
  const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
  const at = names.indexOf(String(setting ?? "").toLowerCase())
  return at >= 0 ? at : 1
}
