/** Pixels of the chart, so that the titles beside it stand at their bars. */
export const BAR = 24
export const GAP = 12
export const UPPER = 34
export const LOWER = 26
/** What the chart itself adds under its heads. */
const BELOW = 10
export const HEAD = UPPER + LOWER + BELOW
export const ROW = BAR + GAP
