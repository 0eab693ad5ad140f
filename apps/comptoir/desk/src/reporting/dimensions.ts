/** What documents can be grouped by and counted, read from the metadata; and how keys and numbers are called. */
import { t } from "@/i18n"
import { standardField } from "@/list/logic/columns"
import { type TitleOf, valueText } from "@/list/logic/describe"
import { isSummed } from "@/logic/fieldtypes"
import type { DocTypeView, FieldView } from "@/types"
import type { Option } from "@/ui/option"
import { periodLabel, PERIODS, periodWord } from "./periods"
import type { Dimension, Key, Measure, Numbered } from "./types"

const DAYS = new Set(["Date", "Datetime"])
const GROUPED = new Set([...DAYS, "Select", "Link", "Dynamic Link", "Data", "Check", "Int", "Rating", "Autocomplete", "Read Only", "Phone", "Color"])
const AVERAGED = new Set(["Int", "Long Int", "Float", "Currency", "Duration", "Percent", "Rating"])
const PEOPLE_AND_TIMES = ["owner", "creation", "modified"]

/** Who made a document is a user, though lists show the plain name. */
function standard(fieldname: string): FieldView {
  const field = standardField(fieldname)
  return fieldname === "owner" ? { ...field, fieldtype: "Link", options: "User" } : field
}

function groupedFields(view: DocTypeView): FieldView[] {
  const declared = view.fields.filter((field) => GROUPED.has(field.fieldtype) && field.label && !field.is_virtual && !field.report_hide && !("masked" in field))
  return [...declared, ...(view.is_submittable ? ["docstatus"] : []).map(standard), ...PEOPLE_AND_TIMES.map(standard)]
}

const numberFields = (view: DocTypeView): FieldView[] => view.fields.filter((field) => AVERAGED.has(field.fieldtype) && field.label && !field.is_virtual && !field.report_hide && !("masked" in field))

export function dimensions(view: DocTypeView): Dimension[] {
  return groupedFields(view).flatMap((field): Dimension[] =>
    DAYS.has(field.fieldtype) ? PERIODS.map((period) => ({ text: `${field.fieldname}:${period}`, field, period })) : [{ text: field.fieldname, field }],
  )
}

export function numbers(view: DocTypeView): Numbered[] {
  const measures = (field: FieldView): Measure[] => (isSummed(field) ? ["sum", "avg", "min", "max"] : ["avg", "min", "max"])
  return [COUNT, ...numberFields(view).flatMap((field) => measures(field).map((measure) => ({ text: `${measure}:${field.fieldname}`, measure, field })))]
}

export const COUNT: Numbered = { text: "count", measure: "count" }

export const found = <T extends { text: string }>(all: T[], texts: string[]): T[] => texts.flatMap((text) => all.find((each) => each.text === text) ?? [])

export const dimensionLabel = ({ field, period }: Dimension): string => {
  const label = field.label ?? field.fieldname
  return period ? `${label} · ${periodWord(period)}` : label
}

export function numberLabel({ measure, field }: Numbered): string {
  const label = field?.label ?? field?.fieldname ?? ""
  if (measure === "sum") return t("{0}, sum", label)
  if (measure === "avg") return t("{0}, average", label)
  if (measure === "min") return t("{0}, smallest", label)
  if (measure === "max") return t("{0}, largest", label)
  return t("Number of documents")
}

export const dimensionOptions = (view: DocTypeView): Option[] => dimensions(view).map((each) => ({ value: each.text, label: dimensionLabel(each) }))
export const numberOptions = (view: DocTypeView): Option[] => numbers(view).map((each) => ({ value: each.text, label: numberLabel(each) }))

export function keyLabel({ field, period }: Dimension, key: Key, titleOf: TitleOf): string {
  if (key === null || key === "") return t("(empty)")
  if (period) return periodLabel(String(key), period)
  return field.fieldname === "docstatus" ? (field.option_labels?.[String(key)] ?? String(key)) : valueText(field, key, titleOf)
}

/** Days in their order, choices in that of the field; undefined where the largest number comes first. */
export function order({ field, period }: Dimension): ((key: Key) => number) | undefined {
  if (period) return (key) => (key === null ? Infinity : Date.parse(String(key)))
  if (field.fieldtype !== "Select") return undefined
  const choices = (field.options ?? "").split("\n")
  return (key) => {
    const at = choices.indexOf(String(key))
    return at < 0 ? choices.length : at
  }
}

/** What a report begins with: the state or first choice of a document, and the sum of its first amount. */
export function usual(view: DocTypeView): { rows: string[]; numbers: string[] } {
  const first = groupedFields(view).find((field) => field.fieldtype === "Select" || field.fieldtype === "Link")
  const status = view.fields.find((field) => field.fieldname === "status" && GROUPED.has(field.fieldtype))
  const amount = numberFields(view).find((field) => field.fieldtype === "Currency" && field.in_list_view && isSummed(field))
  return { rows: [(status ?? first)?.fieldname ?? "owner"], numbers: ["count", ...(amount ? [`sum:${amount.fieldname}`] : [])] }
}
