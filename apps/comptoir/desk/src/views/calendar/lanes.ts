/** Events side by side by lane: rows of bars that do not cover each other, in parts of the time shown. */
import type { Range } from "./span"

export interface Spot {
  key: string
  lane: string
  start: Date
  end: Date
}

export interface Bar {
  key: string
  /** Of the width, from 0 to 1. */
  left: number
  width: number
  track: number
}

export interface LaneRow {
  lane: string
  bars: Bar[]
  tracks: number
}

/** One row for each of `lanes`, in that order. What is shorter than `unit` is drawn as long; days are drawn whole. */
export function laneRows(lanes: string[], spots: Spot[], range: Range, unit: number): LaneRow[] {
  const [from, length] = [range.start.getTime(), range.end.getTime() - range.start.getTime()]
  const snap = (moment: number, round: (value: number) => number): number => Math.min(length, Math.max(0, round((moment - from) / unit) * unit))
  return lanes.map((lane) => {
    const free: number[] = []
    const own = spots.filter((spot) => spot.lane === lane).sort((one, other) => one.start.getTime() - other.start.getTime())
    const bars = own.flatMap(({ key, start, end }): Bar[] => {
      const left = snap(start.getTime(), Math.floor)
      const right = Math.min(length, Math.max(left + unit, snap(end.getTime(), Math.ceil)))
      if (right <= left) return []
      const found = free.findIndex((until) => until <= left)
      const track = found < 0 ? free.length : found
      free[track] = right
      return [{ key, left: left / length, width: (right - left) / length, track }]
    })
    return { lane, bars, tracks: Math.max(1, free.length) }
  })
}

/** The moment at a place of the width, at the beginning of a unit. */
export function momentAt(part: number, range: Range, unit: number): Date {
  const length = range.end.getTime() - range.start.getTime()
  const steps = Math.floor((Math.min(0.9999, Math.max(0, part)) * length) / unit)
  return new Date(range.start.getTime() + steps * unit)
}
