/** The range of cells that is chosen in a grid, and what is done to all of it. */
import { type ComputedRef, type Ref, computed, ref } from "vue"
import { t } from "@/i18n"
import type { Row } from "@/logic/documents"
import type { GridCursor } from "@/logic/grid/keyboard"
import { repeated } from "@/logic/grid/pointing"
import { type GridRange, isWithin, rangeOf } from "@/logic/grid/range"
import { carried } from "@/logic/grid/rows"
import { formats } from "@/stores/session"
import type { FieldView } from "@/types"
import { notify } from "@/ui/toast"

export interface RangeOf {
  cursor: GridCursor
  rows: () => readonly Row[]
  columns: () => readonly FieldView[]
  /** Rows that are chosen as a whole. */
  chosen: ReadonlySet<number>
  writable: (column: FieldView, row: Row) => boolean
  set: (row: Row, column: FieldView, value: unknown) => void
  /** What a cell is on the clipboard. */
  copied: (row: Row, column: FieldView) => string
}

export interface CellRange {
  /** The cell with the cursor where no more is chosen. */
  range: ComputedRef<GridRange>
  /** More than one cell is. */
  ranged: ComputedRef<boolean>
  clear: () => void
  fillDown: () => void
  /** What would be filled from the range where its handle was let go. */
  filling: Ref<GridRange | undefined>
  /** Whether a cell would be given a value then. */
  fills: (row: number, column: number) => boolean
  /** The range as often as it fits a wider one, which is chosen then. */
  fill: (to: GridRange) => void
}

interface Given {
  target: Row
  is: FieldView
  value: unknown
  fits: boolean
}

const ZERO = new Set(["Int", "Float", "Currency", "Percent", "Check", "Rating", "Duration"])

export function useRange({ cursor, rows, columns, chosen, writable, set, copied }: RangeOf): CellRange {
  const filling = ref<GridRange>()
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

  /** What a cell beyond the range would be given: undefined where nothing is, as it is read-only. */
  function given(row: number, column: number): Given | undefined {
    const from = range.value
    const [all, shown] = [rows(), columns()]
    if (isWithin(from, row, column)) return undefined
    const spot = repeated(from, { row, column })
    const [source, target, as, is] = [all[spot.row], all[row], shown[spot.column], shown[column]]
    if (!source || !target || !as || !is || !writable(is, target)) return undefined
    const value = carried(as, is, source[as.fieldname], copied(source, as), formats.value)
    return { target, is, value, fits: value !== undefined || as === is }
  }

  const fills = (row: number, column: number): boolean => filling.value !== undefined && isWithin(filling.value, row, column) && given(row, column)?.fits === true

  function fill(to: GridRange): void {
    let refused = 0
    for (let row = to.top; row <= to.bottom; row++) {
      for (let column = to.left; column <= to.right; column++) {
        const one = given(row, column)
        if (one?.fits) set(one.target, one.is, one.value)
        else if (one) refused++
      }
    }
    if (refused) notify(t("Some cells were left as they are, as what is filled in does not fit their column: {0}", refused), "warning")
    Object.assign(cursor, { row: to.bottom, column: to.right, editing: false, from: undefined, anchor: { row: to.top, column: to.left } })
  }

  return { range, ranged, filling, fills, clear, fillDown, fill }
}
