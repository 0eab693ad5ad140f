/** What a version says was changed, as lines for people. Versions are kept in Frappe's JSON. */
import type { DocTypeView, FieldView } from "../types"

export interface VersionLine {
  label: string
  /** The field of the document it happened in: for rows, their table. */
  of?: string
  field?: FieldView
  before?: unknown
  after?: unknown
  kind: "changed" | "added" | "removed"
}

/** The status follows the document into its rows; told once, it says enough. */
export const DOCSTATUS = "docstatus"

interface VersionData {
  changed?: [string, unknown, unknown][]
  added?: [string, Record<string, unknown>][]
  removed?: [string, Record<string, unknown>][]
  row_changed?: [string, number, string, [string, unknown, unknown][]][]
}

export function versionLines(text: string, meta: DocTypeView, children: Record<string, DocTypeView>): VersionLine[] {
  const data = read(text)
  const table = (name: string): DocTypeView | undefined => children[meta.fields.find((field) => field.fieldname === name)?.options ?? ""]
  return [
    ...(data.changed ?? []).map(([field, before, after]): VersionLine => ({ kind: "changed", of: field, label: labelOf(meta, field), field: fieldOf(meta, field), before, after })),
    ...(data.row_changed ?? []).flatMap(([field, index, , cells]) =>
      cells.filter(([cell]) => cell !== DOCSTATUS).map(([cell, before, after]): VersionLine => ({ kind: "changed", of: field, label: `${labelOf(meta, field)} ${Number(index) + 1}, ${labelOf(table(field), cell)}`, field: fieldOf(table(field), cell), before, after })),
    ),
    ...(data.added ?? []).map(([field, row]): VersionLine => ({ kind: "added", of: field, label: labelOf(meta, field), after: summary(table(field), row) })),
    ...(data.removed ?? []).map(([field, row]): VersionLine => ({ kind: "removed", of: field, label: labelOf(meta, field), before: summary(table(field), row) })),
  ]
}

function read(text: string): VersionData {
  try {
    return (JSON.parse(text) ?? {}) as VersionData
  } catch {
    return {}
  }
}

function fieldOf(meta: DocTypeView | undefined, fieldname: string): FieldView | undefined {
  return meta?.fields.find((field) => field.fieldname === fieldname)
}

function labelOf(meta: DocTypeView | undefined, fieldname: string): string {
  return fieldOf(meta, fieldname)?.label ?? fieldname
}

/** The first few filled columns of a row. */
function summary(meta: DocTypeView | undefined, row: Record<string, unknown>): string {
  const names = meta?.fields.filter((field) => field.in_list_view).map((field) => field.fieldname) ?? []
  return names.map((name) => row?.[name]).filter((value) => value !== null && value !== undefined && value !== "" && value !== 0).slice(0, 3).join(", ")
}
