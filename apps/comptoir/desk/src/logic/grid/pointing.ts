/** What a mouse over a grid means: the cell it is at, and how fast it scrolls at an edge. In pixels of the window. */
import type { GridRange, Spot } from "./range"

export interface Point {
  x: number
  y: number
}

/** What can be seen of something. */
export interface Box {
  top: number
  left: number
  bottom: number
  right: number
}

/** Where the rows of a grid lie; those that are not drawn take their room as well. */
export interface Lie {
  top: number
  rowHeight: number
  rows: number
  /** Where each column begins, and at last where the last one ends. */
  edges: readonly number[]
}

/** The cell at a point; beside the grid the nearest one. */
export function spotAt({ x, y }: Point, { top, rowHeight, rows, edges }: Lie): Spot {
  const column = edges.findLastIndex((edge) => edge <= x)
  return { row: between(Math.floor((y - top) / rowHeight), 0, rows - 1), column: between(column, 0, edges.length - 2) }
}

/** The point of the box that is nearest: who points beyond it means what is seen at its edge. */
export const inside = ({ x, y }: Point, box: Box): Point => ({ x: between(x, box.left, box.right - 1), y: between(y, box.top, box.bottom - 1) })

export const common = (boxes: readonly Box[]): Box => ({
  top: Math.max(...boxes.map((box) => box.top)), left: Math.max(...boxes.map((box) => box.left)),
  bottom: Math.min(...boxes.map((box) => box.bottom)), right: Math.min(...boxes.map((box) => box.right)),
})

const NEAR = 12
const FASTEST = 32

/** How far to scroll with the next picture: not at all before the edge, and the faster the further beyond it. */
export function scrollBy(at: number, start: number, end: number): number {
  if (at > end - NEAR) return Math.min(FASTEST, Math.ceil((at - end + NEAR) / 4))
  return at < start + NEAR ? Math.max(-FASTEST, Math.floor((at - start - NEAR) / 4)) : 0
}

/** The range with what is filled from it where its handle is dragged to a cell: down or right, whichever is further. */
export function filledTo(range: GridRange, { row, column }: Spot): GridRange {
  const [down, right] = [row - range.bottom, column - range.right]
  if (down <= 0 && right <= 0) return range
  return down >= right ? { ...range, bottom: row } : { ...range, right: column }
}

/** The cell of a range that one beyond it repeats. */
export function repeated({ top, left, bottom, right }: GridRange, { row, column }: Spot): Spot {
  return { row: top + ((row - top) % (bottom - top + 1)), column: left + ((column - left) % (right - left + 1)) }
}

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))
