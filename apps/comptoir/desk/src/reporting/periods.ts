/** Periods of days: their words, their last days, and how each is called. */
import { lang, t } from "@/i18n"
import { formatDate, parseMoment } from "@/i18n/format"
import type { Period } from "./types"

export const PERIODS: readonly Period[] = ["day", "week", "month", "quarter", "year"]

const WORDS: Record<Period, () => string> = {
  day: () => t("by day"), week: () => t("by week"), month: () => t("by month"), quarter: () => t("by quarter"), year: () => t("by year"),
}

export const periodWord = (period: Period): string => WORDS[period]()

const iso = (moment: Date): string => [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, "0")).join("-")

/** The last day of the period that begins on `first`. */
export function lastDay(first: string, period: Period): string {
  const moment = parseMoment(first)
  if (!moment) return first
  const [year, month, day] = [moment.getFullYear(), moment.getMonth(), moment.getDate()]
  const months = { month: 1, quarter: 3, year: 12 }[period as "month" | "quarter" | "year"]
  return iso(months ? new Date(year, month + months, 0) : new Date(year, month, day + (period === "week" ? 6 : 0)))
}

export function periodLabel(first: string, period: Period): string {
  const moment = parseMoment(first)
  if (!moment) return first
  if (period === "month") return new Intl.DateTimeFormat(lang.value, { month: "short", year: "numeric" }).format(moment)
  if (period === "quarter") return t("Q{0} {1}", Math.floor(moment.getMonth() / 3) + 1, moment.getFullYear())
  if (period === "year") return String(moment.getFullYear())
  return period === "week" ? t("Week of {0}", formatDate(first)) : formatDate(first)
}

/** Days as the period they are, where they are a whole one; else the first and the last, of whole months the months. */
export function daysLabel([first, last]: readonly [string, string]): string {
  const whole = [...PERIODS].reverse().find((period) => beginsA(first, period) && lastDay(first, period) === last)
  if (whole) return periodLabel(first, whole)
  const months = beginsA(first, "month") && lastDay(`${last.slice(0, 8)}01`, "month") === last
  return t("{0} to {1}", ...[first, last].map((day) => (months ? periodLabel(day, "month") : formatDate(day))))
}

function beginsA(day: string, period: Period): boolean {
  const [, month, date] = day.split("-").map(Number)
  if (period === "day") return true
  if (period === "week") return parseMoment(day)?.getDay() === 1
  return date === 1 && (period === "month" || (month as number) % (period === "quarter" ? 3 : 12) === 1)
}
