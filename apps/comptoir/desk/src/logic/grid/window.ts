/** Which rows of a long table are drawn: those near what is seen, and the one somebody is in. */
export interface DrawnRow {
  index: number
  /** How many rows are left out above it. */
  gap: number
}

export interface Drawn {
  rows: DrawnRow[]
  /** How many rows are left out below the last one. */
  rest: number
}

/** Shorter tables are drawn whole and grow with their rows. */
export const WINDOWED_FROM = 61
const SPARE = 8
const STEP = 4

/** The first row seen and how many fit; in steps, so that a table is not drawn anew for each pixel. */
export function seenRows(top: number, height: number, rowHeight: number): { first: number; many: number } {
  return { first: Math.floor(top / rowHeight / STEP) * STEP, many: Math.ceil(height / rowHeight) + STEP }
}

export const isDrawn = (index: number, seen: { first: number; many: number }): boolean => index >= seen.first - SPARE && index < seen.first + seen.many + SPARE

export function drawnRows(count: number, seen: { first: number; many: number }, kept: number): Drawn {
  if (count < WINDOWED_FROM) return { rows: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })), rest: 0 }
  const from = Math.max(0, Math.min(seen.first, count - 1) - SPARE)
  const to = Math.min(count, seen.first + seen.many + SPARE)
  const indexes = new Set(Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at))
  if (kept >= 0 && kept < count) indexes.add(kept)
  let next = 0
  const rows = [...indexes].sort((a, b) => a - b).map((index) => {
    const gap = index - next
    next = index + 1
    return { index, gap }
  })
  return { rows, rest: count - next }
}
