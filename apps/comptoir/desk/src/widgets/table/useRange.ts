/** The range of cells that is chosen in a grid, and what is done to all of it. */
import { type ComputedRef, computed } from "vue"
import type { Row } from "@/logic/documents"
import type { GridCursor } from "@/logic/grid/keyboard"
import { type GridRange, rangeOf } from "@/logic/grid/range"
import type { FieldView } from "@/types"

export interface RangeOf {
  cursor: GridCursor
  rows: () => readonly Row[]
  columns: () => readonly FieldView[]
  /** Rows that are chosen as a whole. */
  chosen: ReadonlySet<number>
  writable: (column: FieldView, row: Row) => boolean
  set: (row: Row, column: FieldView, value: unknown) => void
}

export interface CellRange {
  /** The cell with the cursor where no more is chosen. */
  range: ComputedRef<GridRange>
  /** More than one cell is. */
  ranged: ComputedRef<boolean>
  clear: () => void
  fillDown: () => void
}

const ZERO = new Set(["Int", "Float", "Currency", "Percent", "Check", "Rating", "Duration"])

export function useRange({ cursor, rows, columns, chosen, writable, set }: RangeOf): CellRange {
  const range = computed(() => rangeOf(cursor))
  const ranged = computed(() => range.value.top < range.value.bottom || range.value.left < range.value.right)
  const columnsIn = (): FieldView[] => columns().slice(range.value.left, range.value.right + 1)

  function put(row: Row | undefined, column: FieldView, value: unknown): void {
    if (row && writable(column, row)) set(row, column, value)
  }

  function clear(): void {
    for (const row of rows().slice(range.value.top, range.value.bottom + 1)) for (const column of columnsIn()) put(row, column, ZERO.has(column.fieldtype) ? 0 : null)
  }

  /** The rows that take a value, after the one that gives it. */
  function filled(): number[] {
    const { top, bottom } = range.value
    if (!ranged.value && chosen.size > 1) return [...chosen].sort((a, b) => a - b)
    const first = top === bottom ? top - 1 : top
    return Array.from({ length: bottom - first + 1 }, (_, at) => first + at)
  }

  /** The first row of the range for its others, of chosen rows for the others, else the row above. */
  function fillDown(): void {
    const [first = -1, ...others] = filled()
    const source = rows()[first]
    if (!source) return
    for (const index of others) for (const column of columnsIn()) put(rows()[index], column, source[column.fieldname])
  }

  return { range, ranged, clear, fillDown }
}
