/** Groups of a list: by what, which documents each means, and what it and its sums are called. */
import { lang, t } from "@/i18n"
import { formatMoney, formatNumber } from "@/i18n/format"
import { isSummed } from "@/logic/fieldtypes"
import type { DocTypeView, FieldView, Filter } from "@/types"
import { durationText } from "./cell"
import { filterFields, type Column } from "./columns"
import type { TitleOf } from "./describe"

/** A sum apart by currency, as `comptoir.desk.totals` tells it; null is the site's own, or no money. */
export type Sums = Record<string, [currency: string | null, amount: number][]>

export interface Group {
  value: string | number | null
  count: number
  sums: Sums
}

export interface Groups {
  groups: Group[]
  more: boolean
  /** How many groups there are, those that are not told included. */
  found: number
  /** What all of them come to. */
  total: Group
  link_titles: Record<string, string>
}

const DATES = new Set(["Date", "Datetime"])
const GROUPING = new Set(["Select", "Link", "Check", ...DATES])

export const groupFields = (view: DocTypeView): FieldView[] => filterFields(view).filter((field) => GROUPING.has(field.fieldtype))

/** The columns whose numbers add up. */
export const summedColumns = (columns: readonly Column[]): Column[] => columns.filter(({ field }) => field && isSummed(field))

/** The documents of a group; those of a month are named by its first day. */
export function groupFilter(field: FieldView, value: Group["value"]): Filter {
  if (value === null) return [field.fieldname, "is", "not set"]
  if (!DATES.has(field.fieldtype)) return [field.fieldname, "=", value]
  const [year = 0, month = 0] = String(value).split("-").map(Number)
  return [field.fieldname, "between", [String(value), `${String(value).slice(0, 8)}${new Date(Date.UTC(year, month, 0)).getUTCDate()}`]]
}

export function groupLabel(field: FieldView, value: Group["value"], titleOf: TitleOf): string {
  if (value === null) return t("Without {0}", field.label ?? field.fieldname)
  if (field.fieldtype === "Check") return Number(value) ? t("Yes") : t("No")
  if (field.fieldtype === "Link") return titleOf(field.options ?? "", String(value))
  if (DATES.has(field.fieldtype)) return new Intl.DateTimeFormat(lang.value, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${String(value)}T00:00:00Z`))
  return field.option_labels?.[String(value)] ?? String(value)
}

/** The sums of a column, each currency for itself. */
export function sumText({ field, kind }: Column, parts: Sums[string] | undefined): string {
  const precision = Number(field?.precision || (kind === "money" ? 2 : 3))
  return (parts ?? [])
    .map(([currency, amount]) => (kind === "money" ? formatMoney(amount, currency ?? undefined, precision) : kind === "duration" ? durationText(amount) : formatNumber(amount, precision)))
    .join(" + ")
}
