/** What a report asks and what the server answers; the shapes of `comptoir.desk.reporting`. */
import type { FieldView } from "@/types"

export type Period = "day" | "week" | "month" | "quarter" | "year"
export type Measure = "count" | "sum" | "avg" | "min" | "max"
export type Drawing = "none" | "bar" | "stacked" | "line" | "donut"

/** As the address and the server name it: `closed_on:month`. */
export interface Dimension {
  text: string
  field: FieldView
  period?: Period
}

/** `sum:amount`, or `count` without a field. */
export interface Numbered {
  text: string
  measure: Measure
  field?: FieldView
}

export type Key = string | number | null
/** An amount for each currency; null is the currency of the site. */
export type Amounts = [currency: string | null, amount: number][]
export type Value = number | null | Amounts

export interface Group {
  keys: Key[]
  values: Value[]
  /** In the period before; null where the group was not there. */
  before?: Value[] | null
}

export interface Level {
  rows: number
  columns: number
  groups: Group[]
  /** How many groups are not shown. */
  hidden: number
}

export interface ReportAnswer {
  levels: Level[]
  link_titles: Record<string, string>
  period: { field: string; days: [string, string]; before: [string, string] } | null
}
