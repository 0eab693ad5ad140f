/** Changes to the rows of a child table, each giving new rows and leaving the given ones alone. */
import type { DocTypeView, FieldView } from "../../types"
import { type Row, newRow, renumber } from "../documents"
import { BREAKS, DISPLAY_ONLY, SUMMABLE, TABLES, TOO_WIDE_FOR_CELL } from "../fieldtypes"
import { round } from "../numbers"
import { pixels } from "../sizes"
import { type CellFormats, parseCell } from "./paste"

export function addRow(rows: readonly Row[], meta: DocTypeView, values: Row = {}, at = rows.length): Row[] {
  return renumber([...rows.slice(0, at), { ...newRow(meta), ...values }, ...rows.slice(at)])
}

export function deleteRows(rows: readonly Row[], indexes: Iterable<number>): Row[] {
  const gone = new Set(indexes)
  return renumber(rows.filter((_, index) => !gone.has(index)))
}

export function moveRow(rows: readonly Row[], from: number, to: number): Row[] {
  const moved = [...rows]
  const [row] = moved.splice(from, 1)
  if (row) moved.splice(to, 0, row)
  return renumber(moved)
}

/** A copy of a row that the server takes for a new one. */
export function duplicateRow(rows: readonly Row[], meta: DocTypeView, index: number): Row[] {
  const source = rows[index]
  if (!source) return [...rows]
  const values = Object.fromEntries(meta.fields.filter((f) => !f.no_copy).map((f) => [f.fieldname, source[f.fieldname]]))
  return addRow(rows, meta, values, index + 1)
}

/** The columns a grid shows: those declared for the list, else the first few that fit a cell. */
export function gridColumns(meta: DocTypeView): FieldView[] {
  const shown = meta.fields.filter((f) => !f.hidden && !BREAKS.has(f.fieldtype) && !DISPLAY_ONLY.has(f.fieldtype) && !TABLES.has(f.fieldtype))
  const declared = shown.filter((f) => f.in_list_view)
  if (declared.length > 0) return declared
  return shown.filter((f) => !TOO_WIDE_FOR_CELL.has(f.fieldtype)).slice(0, 5)
}

/** Width of a column in parts, as `columns` of the field asks (Frappe shares 10 among them). */
export function columnWeight(field: FieldView): number {
  if (field.columns) return field.columns
  if (field.fieldtype === "Check") return 1
  if (["Int", "Float", "Percent", "Time", "Rating", "Duration"].includes(field.fieldtype)) return 1.5
  return ["Currency", "Select", "Date"].includes(field.fieldtype) ? 2 : 3
}

/** The widths of columns: those declared in pixels as they are, the others share what is left by their weight. */
export function columnWidths(columns: readonly FieldView[]): string[] {
  const fixed = columns.reduce((sum, field) => sum + (pixels(field.width) ?? 0), 0)
  const weight = columns.reduce((sum, field) => sum + (pixels(field.width) ? 0 : columnWeight(field)), 0)
  return columns.map((field) => {
    const own = pixels(field.width)
    const part = columnWeight(field) / weight
    return own ? `${own}px` : fixed ? `calc((100% - ${fixed + 84}px) * ${part.toFixed(4)})` : `${(100 * part).toFixed(2)}%`
  })
}

/** Sums worth reading. Where a table computes amounts, only those are added up: a price per piece sums to nothing. */
export function totals(rows: readonly Row[], columns: readonly FieldView[]): Record<string, number> {
  const computes = columns.some((f) => f.fieldtype === "Currency" && f.read_only)
  const summed = columns.filter((f) => SUMMABLE.has(f.fieldtype) && !(computes && f.fieldtype === "Currency" && !f.read_only))
  return Object.fromEntries(summed.map((f) => [f.fieldname, round(rows.reduce((sum, row) => sum + (Number(row[f.fieldname]) || 0), 0), 9)]))
}

export interface Paste {
  rows: Row[]
  /** Cells whose text means no value of their column: [row, column], 0-based in the grid. */
  refused: [number, number][]
  /** Cells of links whose text means no document; the row remembers the text. */
  unfound: [number, number][]
  /** Cells of links that have got a document. */
  linked: [number, number][]
}

/** What was pasted into a link of this row and means no document, by fieldname. Never sent to the server. */
export const UNFOUND = "__unfound"

export function unfoundIn(row: Row): Record<string, string> {
  return (row[UNFOUND] as Record<string, string> | undefined) ?? {}
}

/** Forgets that a text was not found, once the cell is given a value. */
export function settle(row: Row, fieldname: string): void {
  const { [fieldname]: gone, ...rest } = unfoundIn(row)
  if (gone !== undefined) row[UNFOUND] = rest
}

export interface PasteTarget {
  rows: readonly Row[]
  columns: readonly FieldView[]
  meta: DocTypeView
  row: number
  column: number
  writable: (field: FieldView, row: Row) => boolean
  formats: CellFormats
  /** The name of the document that a text means in a link of a row; undefined where none does. */
  nameOf?: (field: FieldView, row: Row, text: string) => string | undefined
}

/** The cells of links in a block, with what stands in them: what has to be looked up before it is pasted. */
export function linksOf(block: readonly string[][], target: PasteTarget): { field: FieldView; row: Row; text: string }[] {
  return block.flatMap((cells, down) =>
    cells.flatMap((text, right) => {
      const [field, row] = [target.columns[target.column + right], target.rows[target.row + down] ?? newRow(target.meta)]
      return field?.fieldtype === "Link" && text.trim() ? [{ field, row, text: text.trim() }] : []
    }),
  )
}

/** Lays a block over the grid from a cell on; rows that are missing are added, read-only cells are skipped. */
export function pasteBlock(block: readonly string[][], target: PasteTarget): Paste {
  let rows = target.rows.map((row) => ({ ...row }))
  const refused: [number, number][] = []
  const unfound: [number, number][] = []
  const linked: [number, number][] = []
  while (rows.length < target.row + block.length) rows = addRow(rows, target.meta)
  block.forEach((cells, down) => {
    cells.forEach((text, right) => {
      const field = target.columns[target.column + right]
      const row = rows[target.row + down]!
      if (!field || !target.writable(field, row)) return
      const at: [number, number] = [target.row + down, target.column + right]
      const isLink = field.fieldtype === "Link" && text.trim() !== "" && target.nameOf !== undefined
      const value = isLink ? (target.nameOf?.(field, row, text.trim()) ?? null) : parseCell(field, text, target.formats)
      if (value === undefined) return void refused.push(at)
      row[field.fieldname] = value
      settle(row, field.fieldname)
      if (isLink && value === null) row[UNFOUND] = { ...unfoundIn(row), [field.fieldname]: text.trim() }
      if (isLink) (value === null ? unfound : linked).push(at)
    })
  })
  return { rows, refused, unfound, linked }
}
