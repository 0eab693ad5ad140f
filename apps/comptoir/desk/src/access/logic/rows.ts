/** The rows of the grid under the headings people look for them by. */
import type { FieldLevel } from "../permitting"
import type { EditedRow } from "./edits"

export interface RowGroup {
  key: string
  title: string
  note: string
  level: number
  rows: EditedRow[]
}

type Say = (source: string, ...values: (string | number)[]) => string

/** By module for a role, by level of fields for a type of document; the document itself before its fields. */
export function grouped(rows: EditedRow[], levels: FieldLevel[], byRole: boolean, t: Say): RowGroup[] {
  const groups = new Map<string, RowGroup>()
  for (const row of [...rows].sort(byRole ? compareTypes : compareRoles)) {
    const key = byRole ? row.module : String(row.level)
    const group = groups.get(key) ?? { key, title: byRole ? t(row.module) : levelTitle(row.level, t), note: byRole ? "" : fieldsOf(row.level, levels), level: byRole ? 0 : row.level, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()]
}

export const levelTitle = (level: number, t: Say): string => (level ? t("Fields of level {0}", level) : t("The document"))

/** The fields of a level by name: nobody knows what a number hides. */
export const fieldsOf = (level: number, levels: FieldLevel[]): string =>
  level ? (levels.find((each) => each.level === level)?.fields ?? []).map((field) => field.label || field.fieldname).join(", ") : ""

const compareRoles = (one: EditedRow, other: EditedRow): number => one.level - other.level || one.role_label.localeCompare(other.role_label) || Number(one.if_owner) - Number(other.if_owner)
const compareTypes = (one: EditedRow, other: EditedRow): number =>
  one.module.localeCompare(other.module) || one.doctype_label.localeCompare(other.doctype_label) || one.level - other.level || Number(one.if_owner) - Number(other.if_owner)
