/**
 * Which columns of a child table a user wants, in which order and how wide: the part `GridView` of their settings for
 * the doctype of the form, by child doctype, as Frappe keeps it. `columns` is its share of the width, `width` pixels.
 */
import type { DocTypeView, FieldView } from "../../types"
import { BREAKS, DISPLAY_ONLY, TABLES } from "../fieldtypes"
import { columnWeight, gridColumns } from "./rows"

export const GRID_VIEW = "GridView"

export interface GridColumn {
  fieldname: string
  columns?: number
  width?: number
}

export function readGridView(kept: unknown, child: string): GridColumn[] {
  const columns = isObject(kept) ? kept[child] : undefined
  if (!Array.isArray(columns)) return []
  return columns.flatMap((each: unknown) => {
    if (!isObject(each) || typeof each.fieldname !== "string") return []
    return [{ fieldname: each.fieldname, columns: positive(each.columns), width: positive(each.width) }]
  })
}

/** The columns to show: those wanted that there still are, else the declared ones. */
export function viewedColumns(meta: DocTypeView, wanted: readonly GridColumn[]): FieldView[] {
  const known = new Map(offeredFields(meta).map((field) => [field.fieldname, field]))
  const chosen = wanted.flatMap(({ fieldname, columns, width }) => {
    const field = known.get(fieldname)
    return field ? [{ ...field, columns: columns ?? field.columns, width: width ? `${width}px` : field.width }] : []
  })
  return chosen.length ? chosen : gridColumns(meta)
}

/** Every field that can be a column. */
export function offeredFields(meta: DocTypeView): FieldView[] {
  return meta.fields.filter((field) => !field.hidden && field.label && !BREAKS.has(field.fieldtype) && !DISPLAY_ONLY.has(field.fieldtype) && !TABLES.has(field.fieldtype))
}

/** What is shown, as it is wanted: the beginning of every change. */
export function wantedColumns(shown: readonly FieldView[], wanted: readonly GridColumn[]): GridColumn[] {
  const widths = new Map(wanted.map((each) => [each.fieldname, each.width]))
  return shown.map((field) => {
    const width = widths.get(field.fieldname)
    return { fieldname: field.fieldname, columns: Math.round(columnWeight(field)), ...(width ? { width } : {}) }
  })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)
const positive = (value: unknown): number | undefined => (Number(value) > 0 ? Math.round(Number(value)) : undefined)
