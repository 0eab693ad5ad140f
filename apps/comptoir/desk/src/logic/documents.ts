/** Documents and their rows as plain values; identity of rows that the server has not named yet. */
import type { DocTypeView, FieldView } from "../types"
import { DISPLAY_ONLY, TABLES, holdsValue } from "./fieldtypes"
import { sameValue } from "./values"

export type Doc = Record<string, unknown>
export type Row = Doc

const keys = new WeakMap<Row, string>()
let counter = 0

/** A key that stays with a row while it is moved about; rows that the server named are known by their name. */
export function rowKey(row: Row): string {
  if (typeof row.name === "string" && row.name) return row.name
  let key = keys.get(row)
  if (!key) keys.set(row, (key = `new-row-${++counter}`))
  return key
}

export function rowsOf(doc: Doc, fieldname: string): Row[] {
  const rows = doc[fieldname]
  return Array.isArray(rows) ? (rows as Row[]) : []
}

/** Rows as they were loaded by their names: each cell of a long table asks for its own. */
const named = new WeakMap<Row[], Map<unknown, Row>>()

/** The row as it was loaded; undefined for one that is new. */
export function originalRow(original: Doc | undefined, fieldname: string, row: Row): Row | undefined {
  if (!original || !row.name) return undefined
  const rows = rowsOf(original, fieldname)
  let byName = named.get(rows)
  if (!byName) named.set(rows, (byName = new Map(rows.map((each) => [each.name, each]))))
  return byName.get(row.name)
}

/** Numbers rows 1..n, as the server does. */
export function renumber(rows: Row[]): Row[] {
  rows.forEach((row, index) => {
    if (row.idx !== index + 1) row.idx = index + 1
  })
  return rows
}

/** A deep copy of plain data: documents hold only JSON values. */
export function copyDoc<T>(doc: T): T {
  return doc === undefined ? doc : (JSON.parse(JSON.stringify(doc)) as T)
}

/** A new row with the defaults of its doctype that need no server: literals, and today/now. */
export function newRow(meta: DocTypeView, now: Date = new Date()): Row {
  const row: Row = { doctype: meta.name }
  for (const field of meta.fields) {
    const value = defaultOf(field, now)
    if (value !== undefined) row[field.fieldname] = value
  }
  return row
}

export function defaultOf(field: FieldView, now: Date): unknown {
  if (!holdsValue(field.fieldtype) || TABLES.has(field.fieldtype) || DISPLAY_ONLY.has(field.fieldtype)) return undefined
  const text = field.default === undefined || field.default === null ? "" : String(field.default)
  if (field.fieldtype === "Check" || field.fieldtype === "Int") return text === "" ? 0 : Math.trunc(Number(text)) || 0
  if (text === "") return undefined
  const symbol = text.toLowerCase()
  if (field.fieldtype === "Date" && symbol === "today") return isoDate(now)
  if (field.fieldtype === "Datetime" && (symbol === "now" || symbol === "today")) return `${isoDate(now)} ${isoTime(now)}`
  if (field.fieldtype === "Time" && symbol === "now") return isoTime(now)
  if (["Float", "Currency", "Percent", "Rating", "Duration"].includes(field.fieldtype)) return Number(text)
  return text.startsWith(":") || text.startsWith("__") ? undefined : text
}

export function isoDate(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function isoTime(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

function two(n: number): string {
  return String(n).padStart(2, "0")
}

/** What goes to the server: no client keys, no empty rows of a grid, rows renumbered. */
export function toPayload(doc: Doc, meta: DocTypeView, children: Record<string, DocTypeView>): Doc {
  const payload: Doc = {}
  for (const [key, value] of Object.entries(doc)) {
    if (key.startsWith("_") && key !== "_user_tags") continue
    payload[key] = value
  }
  for (const field of meta.fields) {
    if (!TABLES.has(field.fieldtype)) continue
    const child = children[String(field.options ?? "")]
    payload[field.fieldname] = renumber(sentRows(doc, field.fieldname, child).map((row) => withoutPrivate(row) as Row))
  }
  return payload
}

/** The rows of a table that are sent: a grid has one at its end that says nothing yet. */
export function sentRows(doc: Doc, fieldname: string, child: DocTypeView | undefined): Row[] {
  return rowsOf(doc, fieldname).filter((row) => !child || !isEmptyRow(row, child))
}

function withoutPrivate(row: Row): Doc {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("__")))
}

/** A row that says no more than its defaults: the one left over after "add row". */
export function isEmptyRow(row: Row, meta: DocTypeView): boolean {
  if (typeof row.name === "string" && row.name) return false
  const now = new Date()
  return meta.fields
    .filter((field) => holdsValue(field.fieldtype))
    .every((field) => {
      const value = row[field.fieldname]
      return sameValue(value, undefined) || Number(value) === 0 || sameValue(value, defaultOf(field, now))
    })
}
