/** Which conditions a field can be asked for, and how each is entered. Pure; labels are translated when read. */
import { t } from "@/i18n"
import type { FieldView, Filter, FilterValue } from "@/types"

/** none: no value; one; two: from and to; many: a list; span: a named period. */
export type Entry = "none" | "one" | "two" | "many" | "span"

export interface Operator {
  /** Our id; "is set" and "not set" are the two values of Frappe's `is`. */
  id: string
  label: () => string
  entry: Entry
}

const OPERATORS: Record<string, Operator> = {
  "=": { id: "=", label: () => t("is"), entry: "one" },
  "!=": { id: "!=", label: () => t("is not"), entry: "one" },
  ">": { id: ">", label: () => t("is more than"), entry: "one" },
  "<": { id: "<", label: () => t("is less than"), entry: "one" },
  ">=": { id: ">=", label: () => t("is at least"), entry: "one" },
  "<=": { id: "<=", label: () => t("is at most"), entry: "one" },
  like: { id: "like", label: () => t("contains"), entry: "one" },
  "not like": { id: "not like", label: () => t("does not contain"), entry: "one" },
  in: { id: "in", label: () => t("is any of"), entry: "many" },
  "not in": { id: "not in", label: () => t("is none of"), entry: "many" },
  between: { id: "between", label: () => t("is between"), entry: "two" },
  timespan: { id: "timespan", label: () => t("is within"), entry: "span" },
  set: { id: "set", label: () => t("is filled in"), entry: "none" },
  "not set": { id: "not set", label: () => t("is empty"), entry: "none" },
  "descendants of (inclusive)": { id: "descendants of (inclusive)", label: () => t("is or lies below"), entry: "one" },
  "descendants of": { id: "descendants of", label: () => t("lies below"), entry: "one" },
  "not descendants of": { id: "not descendants of", label: () => t("does not lie below"), entry: "one" },
  "ancestors of": { id: "ancestors of", label: () => t("lies above"), entry: "one" },
  "not ancestors of": { id: "not ancestors of", label: () => t("does not lie above"), entry: "one" },
}
const OF_TREES = Object.keys(OPERATORS).filter((id) => /(ancestors|descendants) of/.test(id))

export type Family = "text" | "choice" | "link" | "number" | "date" | "datetime" | "time" | "check"

const IDS: Record<Family, string[]> = {
  text: ["like", "not like", "=", "!=", "in", "not in", ">", "<", ">=", "<=", "set", "not set"],
  choice: ["in", "not in", "=", "!=", "like", "not like", "set", "not set"],
  link: ["in", "not in", "=", "!=", "like", "not like", "set", "not set"],
  number: ["=", "!=", ">", "<", ">=", "<=", "between", "in", "not in", "set", "not set"],
  date: ["timespan", "between", "=", "!=", ">", "<", ">=", "<=", "in", "not in", "set", "not set"],
  datetime: ["timespan", "between", ">", "<", ">=", "<=", "=", "!=", "set", "not set"],
  time: ["=", "!=", ">", "<", ">=", "<=", "between", "set", "not set"],
  check: ["=", "!="],
}

const FAMILIES: Record<string, Family> = {
  Select: "choice", Link: "link", Check: "check", Date: "date", Datetime: "datetime", Time: "time",
  Int: "number", Float: "number", Currency: "number", Percent: "number", Rating: "number", Duration: "number", "Long Int": "number",
}

const UNFILTERABLE = new Set([
  "Section Break", "Column Break", "Tab Break", "Fold", "Heading", "Button", "HTML", "Image", "Table", "Table MultiSelect", "Password", "Signature", "Geolocation", "Icon",
])

export const TIMESPANS = [
  "today", "yesterday", "tomorrow", "this week", "last week", "next week", "this month", "last month", "next month", "this quarter", "last quarter",
  "next quarter", "last 6 months", "next 6 months", "this year", "last year", "next year",
]

const TIMESPAN_LABELS: Record<string, () => string> = {
  today: () => t("today"), yesterday: () => t("yesterday"), tomorrow: () => t("tomorrow"),
  "this week": () => t("this week"), "last week": () => t("last week"), "next week": () => t("next week"),
  "this month": () => t("this month"), "last month": () => t("last month"), "next month": () => t("next month"),
  "this quarter": () => t("this quarter"), "last quarter": () => t("last quarter"), "next quarter": () => t("next quarter"),
  "last 6 months": () => t("the last 6 months"), "next 6 months": () => t("the next 6 months"),
  "this year": () => t("this year"), "last year": () => t("last year"), "next year": () => t("next year"),
}

export const timespanLabel = (span: string): string => TIMESPAN_LABELS[span]?.() ?? span

export const familyOf = (field: Pick<FieldView, "fieldtype">): Family => FAMILIES[field.fieldtype] ?? "text"
export const isFilterable = (field: FieldView): boolean => !UNFILTERABLE.has(field.fieldtype) && !field.is_virtual

export function operatorsFor(field: Pick<FieldView, "fieldtype" | "tree">): Operator[] {
  return [...IDS[familyOf(field)], ...(field.tree ? OF_TREES : [])].map((id) => OPERATORS[id] as Operator)
}

export const operator = (id: string): Operator | undefined => OPERATORS[id]

/** Whether the server knows it by this name. */
export const isOperator = (name: string): boolean => name === "is" || (name in OPERATORS && OPERATORS[name]?.entry !== "none")

/** Our operator of a filter as the server takes it. */
export function operatorOf([, op, value]: Filter): Operator | undefined {
  return OPERATORS[op === "is" ? String(value) : op]
}

/** What a freshly chosen operator starts with, keeping what was entered where it still fits. */
export function startValue(entry: Entry, before: FilterValue): FilterValue {
  const first = Array.isArray(before) ? (before[0] ?? "") : (before ?? "")
  if (entry === "many") return Array.isArray(before) ? before : first === "" ? [] : [first as string]
  if (entry === "two") return Array.isArray(before) && before.length === 2 ? before : [first as string, ""]
  if (entry === "span") return TIMESPANS.includes(String(first)) ? first : "this month"
  return entry === "none" ? null : (first as FilterValue)
}

/** The filter as the server takes it; undefined while it is not complete. */
export function toFilter(fieldname: string, id: string, value: FilterValue): Filter | undefined {
  const entry = OPERATORS[id]?.entry
  if (entry === "none") return [fieldname, "is", id]
  if (entry === "many") return Array.isArray(value) && value.length ? [fieldname, id, value] : undefined
  if (entry === "two") return Array.isArray(value) && value.length === 2 && value.every((part) => part !== "") ? [fieldname, id, value] : undefined
  if (value === null || value === undefined || value === "") return undefined
  return id === "like" || id === "not like" ? [fieldname, id, wildcards(String(value))] : [fieldname, id, value]
}

/** People type "acme" and mean anywhere; who types % knows what they want. */
export const wildcards = (text: string): string => (text.includes("%") ? text : `%${text}%`)
export const bare = (text: string): string => /^%([^%]*)%$/.exec(text)?.[1] ?? text
