/** The cells of a table whose text holds what is looked for, row by row. */
import type { FieldView } from "../../types"
import type { Row } from "../documents"

export type CellAt = [row: number, column: number]

export function findCells(rows: readonly Row[], columns: readonly FieldView[], textOf: (row: Row, column: FieldView) => string, words: string): CellAt[] {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return []
  return rows.flatMap((row, at) => columns.flatMap((column, index) => (textOf(row, column).toLowerCase().includes(wanted) ? [[at, index] as CellAt] : [])))
}

/** Where the next found cell stands after a cell, or before it; round the end. */
export function nextFound(found: readonly CellAt[], row: number, column: number, by: 1 | -1): number {
  const after = ([r, c]: CellAt): number => (r - row || c - column) * by
  const ahead = found.map((cell, at) => ({ at, far: after(cell) })).filter((each) => each.far > 0)
  if (!found.length) return -1
  if (!ahead.length) return by > 0 ? 0 : found.length - 1
  return by > 0 ? ahead[0]!.at : ahead.at(-1)!.at
}
