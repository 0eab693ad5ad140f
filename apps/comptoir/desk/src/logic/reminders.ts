/** Moments at which people ask to be reminded, on the site's clock. */
import { toIso, todayParts } from "./dates"

export type Soon = "hour" | "tomorrow" | "monday" | "month"
export const SOON: readonly Soon[] = ["hour", "tomorrow", "monday", "month"]

const MORNING = 9

/** `now` is what the clock on the site's wall shows; the answer is as a moment is stored: `2026-11-30 09:00`. */
export function momentOf(soon: Soon, now: Date): string {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()]
  if (soon === "hour") return written(new Date(now.getTime() + 3_600_000))
  if (soon === "tomorrow") return written(new Date(year, month, day + 1, MORNING))
  if (soon === "monday") return written(new Date(year, month, day + ((8 - now.getDay()) % 7 || 7), MORNING))
  const last = new Date(year, month + 2, 0).getDate()
  return written(new Date(year, month + 1, Math.min(day, last), MORNING))
}

export const written = (moment: Date): string => `${toIso(todayParts(moment))} ${moment.toTimeString().slice(0, 5)}`
