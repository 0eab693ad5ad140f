/** Changes to the rows of a child table, each giving new rows and leaving the given ones alone. */
import type { DocTypeView, FieldView } from "../../types"
import { type Doc, type Row, newRow, renumber } from "../documents"
import { BREAKS, DISPLAY_ONLY, TABLES, TOO_WIDE_FOR_CELL, isSummed } from "../fieldtypes"
import { round } from "../numbers"
import { pixels } from "../sizes"
import { holds } from "../visibility"
import { type CellFormats, parseCell } from "./paste"

export function addRow(rows: readonly Row[], meta: DocTypeView, values: Row = {}, at = rows.length): Row[] {
  return renumber([...rows.slice(0, at), { ...newRow(meta), ...values }, ...rows.slice(at)])
}

export function deleteRows(rows: readonly Row[], indexes: Iterable<number>): Row[] {
  const gone = new Set(indexes)
  return renumber(rows.filter((_, index) => !gone.has(index)))
}

/** Deleted rows back at their places among what the table holds by now. */
export function putBackRows(rows: readonly Row[], gone: readonly (readonly [number, Row])[]): Row[] {
  const all = [...rows]
  for (const [index, row] of gone) all.splice(Math.min(index, all.length), 0, row)
  return renumber(all)
}

/** The rows together before the one that stands at `before` now, which may be the end. */
export function moveRows(rows: readonly Row[], indexes: Iterable<number>, before: number): { rows: Row[]; at: number } {
  const taken = new Set(indexes)
  const rest = (from: number, to?: number): Row[] => rows.slice(from, to).filter((_, index) => !taken.has(from + index))
  const ahead = rest(0, Math.max(0, before))
  return { rows: renumber([...ahead, ...rows.filter((_, index) => taken.has(index)), ...rest(Math.max(0, before))]), at: ahead.length }
}

/** Copies below the last of the rows, which the server takes for new ones. */
export function duplicateRows(rows: readonly Row[], meta: DocTypeView, indexes: Iterable<number>): Row[] {
  const sources = [...indexes].sort((a, b) => a - b).filter((index) => rows[index])
  if (!sources.length) return [...rows]
  const copied = meta.fields.filter((f) => !f.no_copy)
  const copies = sources.map((index) => ({ ...newRow(meta), ...Object.fromEntries(copied.map((f) => [f.fieldname, rows[index]![f.fieldname]])) }))
  const at = sources.at(-1)! + 1
  return renumber([...rows.slice(0, at), ...copies, ...rows.slice(at)])
}

/** The columns a grid shows: those declared for the list, else the first few that fit a cell. */
export function gridColumns(meta: DocTypeView): FieldView[] {
  const shown = meta.fields.filter((f) => !f.hidden && !BREAKS.has(f.fieldtype) && !DISPLAY_ONLY.has(f.fieldtype) && !TABLES.has(f.fieldtype))
  const declared = shown.filter((f) => f.in_list_view)
  if (declared.length > 0) return declared
  return shown.filter((f) => !TOO_WIDE_FOR_CELL.has(f.fieldtype)).slice(0, 5)
}

/** The column in which a new row is begun: the first that has to be filled and is not yet, else the first that may be. */
export function entryColumn(columns: readonly FieldView[], open: (field: FieldView) => boolean): number {
  const needed = columns.findIndex((field) => field.reqd && !field.default && open(field))
  return Math.max(0, needed >= 0 ? needed : columns.findIndex(open))
}

/** In one part an amount of five figures with its currency would be cut. */
const MONEY_PARTS = 1.75

/** Width of a column in parts, as `columns` of the field asks (Frappe shares 10 among them). */
export function columnWeight(field: FieldView): number {
  if (field.columns) return field.fieldtype === "Currency" ? Math.max(field.columns, MONEY_PARTS) : field.columns
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

/** Whether a row is one of those that are added up. */
export const countsIn = (meta: DocTypeView | undefined, row: Row, parent: Doc): boolean => holds(meta?.counts_when, { doc: row, parent }) !== false

/** Sums worth reading. Where a table computes amounts, only those are added up: a price per piece sums to nothing. */
export function totals(rows: readonly Row[], columns: readonly FieldView[], valueOf: (row: Row, column: FieldView) => unknown = (row, column) => row[column.fieldname]): Record<string, number> {
  const computes = columns.some((f) => f.fieldtype === "Currency" && f.read_only)
  const summed = columns.filter((f) => isSummed(f) && !(computes && f.fieldtype === "Currency" && !f.read_only))
  return Object.fromEntries(summed.map((f) => [f.fieldname, round(rows.reduce((sum, row) => sum + (Number(valueOf(row, f)) || 0), 0), 9)]))
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

/** What a value of one column is in another, where it is shown as `text`; undefined where it is nothing there. */
export function carried(from: FieldView, to: FieldView, value: unknown, text: string, formats: CellFormats): unknown {
  if (from.fieldtype === to.fieldtype && from.options === to.options) return value
  return LINKS.has(to.fieldtype) ? undefined : parseCell(to, text, formats)
}

const LINKS = new Set(["Link", "Dynamic Link"])

/** Lays a block over the grid from a cell on; rows that are missing are added, read-only cells are skipped. */
export function pasteBlock(block: readonly string[][], target: PasteTarget): Paste {
  const end = target.row + block.length
  const rows = target.rows.map((row, index) => (index < target.row || index >= end ? row : { ...row }))
  const refused: [number, number][] = []
  const unfound: [number, number][] = []
  const linked: [number, number][] = []
  while (rows.length < end) rows.push(newRow(target.meta))
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
  return { rows: renumber(rows), refused, unfound, linked }
}
