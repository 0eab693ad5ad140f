/** A condition as people would say it: "Status is any of Open, Waiting". */
import { t } from "@/i18n"
import { formatDate, formatDatetime, formatNumber } from "@/i18n/format"
import type { FieldView, Filter } from "@/types"
import { isGroup, type FilterGroup } from "./groups"
import { bare, familyOf, operatorOf, timespanLabel } from "./operators"
import { readRolling, type Period } from "./period"
import { wordText } from "./words"

export type TitleOf = (doctype: string, name: string) => string

const SHOWN = 2

/** One value as shown: options translated, links by title, dates in the site's format. */
export function valueText(field: FieldView, value: unknown, titleOf: TitleOf): string {
  const text = String(value ?? "")
  const word = wordText(field, text)
  if (word !== undefined) return word
  const family = familyOf(field)
  if (family === "check") return text === "1" || text === "true" ? t("Yes") : t("No")
  if (family === "choice") return field.option_labels?.[text] ?? text
  if (family === "link") return titleOf(field.options ?? "", text)
  if (family === "date") return formatDate(text)
  if (family === "datetime") return formatDatetime(text)
  if (family === "number" && text !== "" && !Number.isNaN(Number(text))) return formatNumber(Number(text), 6)
  return bare(text)
}

/** The part after the field's label; plain equality and lists need no verb. */
export function conditionText(field: FieldView, filter: Filter, titleOf: TitleOf): string {
  const [, op, value] = filter
  const verb = operatorOf(filter)?.label() ?? op
  if (op === "is") return verb
  if (op === "timespan") return spanText(String(value))
  if (op === "between" && Array.isArray(value)) return t("{0} to {1}", valueText(field, value[0], titleOf), valueText(field, value[1], titleOf))
  const list = Array.isArray(value) ? value : [value]
  const names = list.slice(0, SHOWN).map((each) => valueText(field, each, titleOf)).join(", ")
  const text = list.length > SHOWN ? t("{0} and {1} more", names, list.length - SHOWN) : names
  return op === "=" || op === "in" ? text : `${verb} ${text}`
}

const UNITS = {
  day: [(count: number) => t("next {0} days", count), (count: number) => t("last {0} days", count)],
  week: [(count: number) => t("next {0} weeks", count), (count: number) => t("last {0} weeks", count)],
  month: [(count: number) => t("next {0} months", count), (count: number) => t("last {0} months", count)],
} as const

/** A named period, a rolling one, or two days. */
export function spanText(span: Period["span"]): string {
  const rolls = readRolling(span)
  if (rolls && timespanLabel(String(span)) === span) return UNITS[rolls.unit][rolls.ahead ? 0 : 1](rolls.count)
  if (typeof span === "string") return timespanLabel(span)
  const [from, to] = span.map((day) => (day ? formatDate(day) : ""))
  return from && to ? t("{0} to {1}", from, to) : from ? t("from {0}", from) : t("until {0}", to ?? "")
}

/** A group as one line: "Status is not Open, or Owner Me". */
export function groupText(group: FilterGroup, fields: FieldView[], titleOf: TitleOf): string {
  const parts = group.items.map((item) => {
    if (isGroup(item)) return `(${groupText(item, fields, titleOf)})`
    const field = fields.find((each) => each.fieldname === item[0])
    return field ? `${field.label ?? field.fieldname} ${conditionText(field, item, titleOf)}` : item[0]
  })
  return parts.join(group.any ? ` ${t("or")} ` : ` ${t("and")} `)
}
