/** A condition as people would say it: "Status is any of Open, Waiting". */
import { t } from "@/i18n"
import { formatDate, formatDatetime, formatNumber } from "@/i18n/format"
import type { FieldView, Filter } from "@/types"
import { bare, familyOf, operatorOf, timespanLabel } from "./operators"

export type TitleOf = (doctype: string, name: string) => string

const SHOWN = 2

/** One value as shown: options translated, links by title, dates in the site's format. */
export function valueText(field: FieldView, value: unknown, titleOf: TitleOf): string {
  const text = String(value ?? "")
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
  if (op === "timespan") return timespanLabel(String(value))
  if (op === "between" && Array.isArray(value)) return t("{0} to {1}", valueText(field, value[0], titleOf), valueText(field, value[1], titleOf))
  const list = Array.isArray(value) ? value : [value]
  const names = list.slice(0, SHOWN).map((each) => valueText(field, each, titleOf)).join(", ")
  const text = list.length > SHOWN ? t("{0} and {1} more", names, list.length - SHOWN) : names
  return op === "=" || op === "in" ? text : `${verb} ${text}`
}
