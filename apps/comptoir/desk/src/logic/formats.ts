/** A value as text for reading, per field type. Widgets edit; this only shows. */
import type { FieldView, Formats } from "../types"
import { currencyOf, currencySign, withSign } from "./currency"
import { formatDate, formatDatetime, formatDuration, formatTime } from "./dates"
import type { Doc } from "./documents"
import { formatNumber, numberStyle } from "./numbers"

export interface FormatContext {
  formats?: Partial<Formats>
  lang?: string
  doc?: Doc
  parent?: Doc
  /** Titles of linked documents, "DocType::name" to title. */
  titles?: Record<string, string>
}

const FILE = "File"

type Formatter = (field: FieldView, value: unknown, context: FormatContext) => string

const FORMATTERS: Record<string, Formatter> = {
  Int: number,
  Float: number,
  Percent: (field, value, context) => `${number(field, value, context)}%`,
  Currency: (field, value, context) => {
    const sign = currencySign(currencyOf(field.options, context.doc, context.parent, context.formats?.currency ?? ""))
    return withSign(number(field, value, context), sign, context.lang ?? "en")
  },
  Check: (_, value) => (Number(value) ? "✓" : ""),
  Date: (_, value, context) => formatDate(String(value), context.formats?.date),
  Datetime: (_, value, context) => formatDatetime(String(value), context.formats?.date),
  Time: (_, value) => formatTime(String(value)),
  Duration: (field, value) => formatDuration(Number(value), { hideDays: Boolean(field.hide_days), hideSeconds: Boolean(field.hide_seconds) }),
  Rating: (field, value) => `${formatNumber(Number(value) * stars(field), { style: numberStyle(undefined), precision: 1, least: 0 })}/${stars(field)}`,
  Select: (field, value) => field.option_labels?.[String(value)] ?? String(value),
  Link: (field, value, context) => context.titles?.[`${field.options}::${String(value)}`] ?? String(value),
  "Dynamic Link": (field, value, context) => {
    const doctype = (context.doc?.[field.options ?? ""] ?? "") as string
    return context.titles?.[`${doctype}::${String(value)}`] ?? String(value)
  },
  Password: (_, value) => (value ? "••••••••" : ""),
  "Text Editor": (_, value) => plainText(String(value)),
  "HTML Editor": (_, value) => plainText(String(value)),
  Geolocation: (_, value) => (value ? "◎" : ""),
  Signature: (_, value) => (value ? "✓" : ""),
  Attach: file,
  "Attach Image": file,
  Table: (_, value) => (Array.isArray(value) ? String(value.length) : ""),
  "Table MultiSelect": (_, value) => (Array.isArray(value) ? String(value.length) : ""),
}

/** The value as plain text; nothing for no value. */
export function formatValue(field: FieldView, value: unknown, context: FormatContext = {}): string {
  if (value === null || value === undefined || value === "") return ""
  return (FORMATTERS[field.fieldtype] ?? ((_, plain) => String(plain)))(field, value, context)
}

function hasPrecision(field: FieldView): boolean {
  return field.precision !== undefined && field.precision !== null && String(field.precision) !== ""
}

/** Decimals of a number field: its own precision, else what its type usually has. */
export function precisionOf(field: FieldView): number {
  if (field.fieldtype === "Int") return 0
  if (hasPrecision(field)) return Number(field.precision)
  return field.fieldtype === "Float" ? 3 : 2
}

/** The same, but what must be a whole number and is none shows how it is not. */
export function shownPrecision(field: FieldView, value: number): number {
  return field.fieldtype === "Int" && !Number.isInteger(value) ? 9 : precisionOf(field)
}

/** Decimals that are always written: those of money. */
export function leastDecimals(field: FieldView): number {
  return field.fieldtype === "Currency" ? Math.min(2, precisionOf(field)) : 0
}

function number(field: FieldView, value: unknown, context: FormatContext): string {
  // What was typed and is no number is shown as it was typed.
  if (!Number.isFinite(Number(value))) return String(value)
  return formatNumber(Number(value), { style: numberStyle(context.formats?.number), precision: shownPrecision(field, Number(value)), least: leastDecimals(field) })
}

export function stars(field: FieldView): number {
  const declared = Math.trunc(Number(field.options))
  return declared >= 3 && declared <= 10 ? declared : 5
}

/** Files are stored under what they hold; what people called them is known of those that the document has. */
function file(_: FieldView, value: unknown, context: FormatContext): string {
  return context.titles?.[`${FILE}::${String(value)}`] ?? fileName(String(value))
}

/** What files are called, for `titles`. */
export function fileTitles(files: readonly { file_name: string; file_url: string }[] = []): Record<string, string> {
  return Object.fromEntries(files.map(({ file_name: name, file_url: url }) => [`${FILE}::${url}`, name]))
}

export function fileName(url: string): string {
  const last = url.split("?")[0]!.split("/").at(-1) ?? url
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/div|\/li|\/h\d)\b[^>]*>/gi, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim()
}
