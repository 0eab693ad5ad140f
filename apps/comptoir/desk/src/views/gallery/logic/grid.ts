/** Where an arrow key leads among cards that stand in rows. */

/** How many stand in the first row, from where their tops are. */
export function perRow(tops: number[]): number {
  const next = tops.findIndex((top) => top > (tops[0] ?? 0))
  return next < 0 ? Math.max(1, tops.length) : next
}

export function neighbour(key: string, at: number, count: number, across: number): number {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across, Home: -at, End: count - 1 - at }
  const to = at + (steps[key] ?? 0)
  return to < 0 || to >= count ? at : to
}
