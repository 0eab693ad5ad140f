/** The period a list is narrowed to: a date field and words that the server resolves, or two days. */
import type { DocTypeView, FieldView, Filter } from "@/types"
import { familyOf, TIMESPANS } from "./operators"

export interface Period {
  /** The field it is about. */
  on: string
  /** Words such as "last month" or "last 30 days", or the first and the last day; an empty one leaves that side open. */
  span: string | [from: string, to: string]
  /** Whether the time before is shown beside it, in views that can. */
  compared?: boolean
}

export const ROLLING_UNITS = ["day", "week", "month"] as const
export type RollingUnit = (typeof ROLLING_UNITS)[number]
export interface Rolling {
  ahead: boolean
  count: number
  unit: RollingUnit
}

const ROLLING = /^(last|next) ([1-9]\d{0,3}) (day|week|month)s$/
const RANGE = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/
const DAY = 86_400_000

export const rolling = ({ ahead, count, unit }: Rolling): string => `${ahead ? "next" : "last"} ${count} ${unit}s`

export function readRolling(span: Period["span"]): Rolling | undefined {
  const [, which, count, unit] = ROLLING.exec(typeof span === "string" ? span : "") ?? []
  return which ? { ahead: which === "next", count: Number(count), unit: unit as RollingUnit } : undefined
}

export const writeSpan = (span: Period["span"]): string => (typeof span === "string" ? span : span.join(".."))

/** What an address says of a period; undefined where it says none that there is. */
export function readSpan(text: string): Period["span"] | undefined {
  if (TIMESPANS.includes(text) || ROLLING.test(text)) return text
  const [whole, from = "", to = ""] = RANGE.exec(text) ?? []
  return whole && (from || to) ? [from, to] : undefined
}

/** The fields a period can be about, the one it usually is first. */
export function periodFields(view: DocTypeView, fields: FieldView[]): FieldView[] {
  const dates = fields.filter((field) => ["date", "datetime"].includes(familyOf(field)) && !field.hidden)
  const declared = dates.filter((field) => view.fields.some((each) => each.fieldname === field.fieldname))
  return [...declared, ...dates.filter((field) => !declared.includes(field))]
}

export function periodFilter({ on, span }: Period): Filter {
  if (typeof span === "string") return [on, "timespan", span]
  const [from, to] = span
  return from && to ? [on, "between", [from, to]] : from ? [on, ">=", from] : [on, "<=", to]
}

/** The time of the same length before; undefined where a period has no beginning or no end. */
export function periodBefore({ on, span }: Period): Period | undefined {
  if (typeof span === "string") return { on, span: `${span} before` }
  const [from, to] = span.map((day) => Date.parse(day))
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return undefined
  const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10)
  return { on, span: [day(from - (to - from) - DAY), day(from - DAY)] }
}
