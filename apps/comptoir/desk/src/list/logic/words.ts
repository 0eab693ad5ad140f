/** Values that mean something of their own to everybody: the server resolves them when it is asked. */
import { t } from "@/i18n"
import type { FieldView } from "@/types"
import type { Option } from "@/ui/option"

export const ME = "__user"
export const MINE = "__scope"
export const DAY_UNITS = ["day", "week", "month", "year"] as const
export type DayUnit = (typeof DAY_UNITS)[number]

/** So many units from today; behind it where negative. */
export interface RelativeDay {
  count: number
  unit: DayUnit
}

const PEOPLE = new Set(["owner", "modified_by"])
const RELATIVE = /^today(?: ?([+-]) ?(\d{1,4}) (day|week|month|year)s?)?$/
const UNIT_TEXTS: Record<DayUnit, [ahead: (count: number) => string, behind: (count: number) => string]> = {
  day: [(count) => t("in {0} days", count), (count) => t("{0} days ago", count)],
  week: [(count) => t("in {0} weeks", count), (count) => t("{0} weeks ago", count)],
  month: [(count) => t("in {0} months", count), (count) => t("{0} months ago", count)],
  year: [(count) => t("in {0} years", count), (count) => t("{0} years ago", count)],
}

export const namesPeople = (field: FieldView): boolean => PEOPLE.has(field.fieldname) || (field.fieldtype === "Link" && (field.options === "User" || Boolean(field.person)))

/** What can be picked for a field beside its values: oneself, one's own branches. */
export function wordsFor(field: FieldView, scopes: string | undefined): Option[] {
  if (namesPeople(field)) return [{ value: ME, label: t("Me") }]
  return scopes !== undefined && field.fieldtype === "Link" && field.options === scopes ? [{ value: MINE, label: t("My own") }] : []
}

export function readDay(value: unknown): RelativeDay | undefined {
  const match = RELATIVE.exec(String(value ?? ""))
  if (!match) return undefined
  const count = Number(match[2] ?? 0)
  return { count: match[1] === "-" ? -count : count, unit: (match[3] ?? "day") as DayUnit }
}

export const writeDay = ({ count, unit }: RelativeDay): string => (count ? `today ${count > 0 ? "+" : "-"} ${Math.abs(count)} ${unit}s` : "today")

export function dayText({ count, unit }: RelativeDay): string {
  if (!count) return t("today")
  const [ahead, behind] = UNIT_TEXTS[unit]
  return count > 0 ? ahead(count) : behind(-count)
}

/** A word as people say it; undefined for a plain value. */
export function wordText(field: FieldView, value: string): string | undefined {
  if (value === ME && namesPeople(field)) return t("Me")
  if (value === MINE && field.fieldtype === "Link") return t("My own")
  const day = field.fieldtype === "Date" || field.fieldtype === "Datetime" ? readDay(value) : undefined
  return day && dayText(day)
}
