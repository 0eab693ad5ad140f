/** A rectangle of cells of a child grid, and the text it is on the clipboard. */
export interface Spot {
  row: number
  column: number
}

export interface GridRange {
  top: number
  left: number
  bottom: number
  right: number
}

/** From the cell where the choice began to the one with the cursor, which may be the same. */
export function rangeOf({ row, column, anchor }: Spot & { anchor?: Spot }): GridRange {
  const from = anchor ?? { row, column }
  return { top: Math.min(from.row, row), left: Math.min(from.column, column), bottom: Math.max(from.row, row), right: Math.max(from.column, column) }
}

export const isWithin = ({ top, left, bottom, right }: GridRange, row: number, column: number): boolean => row >= top && row <= bottom && column >= left && column <= right

/** Tab-separated text as spreadsheets take it: a cell with a tab or a line break, or that begins with a quote, is quoted. */
export const toBlock = (cells: readonly (readonly string[])[]): string => cells.map((row) => row.map(quoted).join("\t")).join("\n")

const quoted = (text: string): string => (/[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The block as often as it fits a range that is a whole multiple of it; else once. */
export function tiled(block: readonly string[][], { top, left, bottom, right }: GridRange): string[][] {
  const [rows, columns] = [bottom - top + 1, right - left + 1]
  const [high, wide] = [block.length, Math.max(...block.map((row) => row.length))]
  if (!high || !wide || rows % high || columns % wide) return block.map((row) => [...row])
  return Array.from({ length: rows }, (_, down) => Array.from({ length: columns }, (_, across) => block[down % high]![across % wide] ?? ""))
}
