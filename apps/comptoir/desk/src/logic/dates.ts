/** Dates, times and durations: the site's format on the way out, what people type on the way in. */

export interface DateParts {
  year: number
  month: number
  day: number
}

/** `2026-11-23` or the date part of a datetime; null when it is not one. */
export function parseIsoDate(text: string): DateParts | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:$|[ T])/.exec(text)
  return found ? real(Number(found[1]), Number(found[2]), Number(found[3])) : null
}

function real(year: number, month: number, day: number): DateParts | null {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same && year >= 1 ? { year, month, day } : null
}

export function toIso({ year, month, day }: DateParts): string {
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`
}

/** In the site's format (`dd.mm.yyyy`); what is not a date is shown as it is. */
export function formatDate(value: string, format = "yyyy-mm-dd"): string {
  const parts = parseIsoDate(value)
  if (!parts) return value
  return format
    .toLowerCase()
    .replace("yyyy", String(parts.year).padStart(4, "0"))
    .replace("mm", two(parts.month))
    .replace("dd", two(parts.day))
}

/**
 * A typed date in the site's order, ISO, with or without separators and year; null when it is no real date.
 * `today` completes what was left out. A two-digit year lies within 50 years back and 49 ahead.
 */
export function parseDate(text: string, format: string, today: DateParts): string | null {
  const typed = text.trim()
  const iso = parseIsoDate(typed)
  if (iso) return toIso(iso)
  return dateInOrder(typed, orderOf(format), today)
}

export type Part = "d" | "m" | "y"

/** Numbers in this order, with any separators or none. */
export function dateInOrder(typed: string, order: readonly Part[], today: DateParts): string | null {
  const groups = typed.match(/\d+/g) ?? []
  if (!/^[\d\s./-]+$/.test(typed)) return null
  const numbers = groups.length === 1 ? splitDigits(groups[0]!, order) : groups
  if (numbers.length < 1 || numbers.length > 3) return null
  const used = numbers.length === 3 ? order : order.filter((part) => part === "d" || (part === "m" && numbers.length === 2))
  const value = { d: today.day, m: today.month, y: today.year }
  used.forEach((part, index) => {
    value[part] = Number(numbers[index])
  })
  if (numbers.length === 3 && numbers[order.indexOf("y")]!.length <= 2) value.y = century(value.y, today.year)
  const parts = real(value.y, value.m, value.d)
  return parts ? toIso(parts) : null
}

export function orderOf(format: string): Part[] {
  const order = (format.toLowerCase().match(/d+|m+|y+/g) ?? []).map((run) => run[0] as Part)
  return order.length === 3 ? order : ["y", "m", "d"]
}

function splitDigits(digits: string, order: readonly Part[]): string[] {
  if (digits.length <= 2) return [digits]
  if (digits.length === 4) return [digits.slice(0, 2), digits.slice(2)]
  const year = digits.length === 8 ? 4 : 2
  if (digits.length !== 6 && digits.length !== 8) return []
  let at = 0
  return order.map((part) => {
    const size = part === "y" ? year : 2
    at += size
    return digits.slice(at - size, at)
  })
}

function century(year: number, thisYear: number): number {
  const base = thisYear - (thisYear % 100) + year
  if (base > thisYear + 49) return base - 100
  return base < thisYear - 50 ? base + 100 : base
}

/** `9:05:00` -> `09:05`; seconds only when there are some. */
export function formatTime(value: string): string {
  const found = /^(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(value.trim())
  if (!found) return value
  const [, hours, minutes, seconds] = found
  return `${two(Number(hours))}:${minutes}${seconds && seconds !== "00" ? `:${seconds}` : ""}`
}

/** `9`, `930`, `9:30`, `09.30`, `9:30:15` as `HH:MM:SS`; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const typed = text.trim()
  const found = /^(\d{1,2})(?:[:.hч ](\d{2}))?(?:[:. ](\d{2}))?$/.exec(typed) ?? /^(\d{1,2})(\d{2})$/.exec(typed)
  if (!found) return null
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return `${two(hours)}:${two(minutes)}:${two(seconds)}`
}

/** What is none is shown as it is. */
export function formatDatetime(value: string, format?: string): string {
  if (!/^\S+(?:[ T]+\d{1,2}:\d{2}\S*)?$/.test(value.trim()) || !parseIsoDate(value.trim())) return value
  const [date = "", time = ""] = value.trim().split(/[ T]/)
  const shown = formatDate(date, format)
  return time ? `${shown} ${formatTime(time.replace(/\.\d+$/, "")).slice(0, 5)}` : shown
}

export function parseDatetime(text: string, format: string, today: DateParts): string | null {
  const found = /^(\S+)(?:[ T]+(.+))?$/.exec(text.trim())
  if (!found) return null
  const date = parseDate(found[1]!, format, today)
  const time = found[2] ? parseTime(found[2].replace(/\.\d+$/, "")) : "00:00:00"
  return date && time ? `${date} ${time}` : null
}

export interface DurationOptions {
  hideDays?: boolean
  hideSeconds?: boolean
}

export interface DurationParts {
  days: number
  hours: number
  minutes: number
  seconds: number
}

export function durationParts(total: number, options: DurationOptions = {}): DurationParts {
  const seconds = Math.max(0, Math.trunc(total))
  const days = options.hideDays ? 0 : Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  return { days, hours: Math.floor(rest / 3600), minutes: Math.floor((rest % 3600) / 60), seconds: options.hideSeconds ? 0 : rest % 60 }
}

export function durationSeconds(parts: DurationParts): number {
  return parts.days * 86400 + parts.hours * 3600 + parts.minutes * 60 + parts.seconds
}

/** `1d 2h 5m`; nothing for zero. The letters can be given in the actor's language. */
export function formatDuration(total: number, options: DurationOptions = {}, letters = "dhms"): string {
  const parts = durationParts(total, options)
  const values = [parts.days, parts.hours, parts.minutes, parts.seconds]
  return values
    .map((value, index) => (value ? `${value}${letters[index] ?? ""}` : ""))
    .filter(Boolean)
    .join(" ")
}

/** `1d 2h`, `90m`, `1:30`, or bare seconds; null when it is none of them. */
export function parseDuration(text: string): number | null {
  const typed = text.trim().toLowerCase()
  if (/^\d+$/.test(typed)) return Number(typed)
  const clock = /^(\d+):(\d{1,2})(?::(\d{1,2}))?$/.exec(typed)
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)
  if (!/^(\d+\s*[dhmsдчмсj]\s*)+$/.test(typed)) return null
  const sizes: Record<string, number> = { d: 86400, j: 86400, д: 86400, h: 3600, ч: 3600, m: 60, м: 60, s: 1, с: 1 }
  return [...typed.matchAll(/(\d+)\s*([dhmsдчмсj])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (sizes[unit!] ?? 0), 0)
}

export function todayParts(now: Date = new Date()): DateParts {
  return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() }
}

function two(n: number): string {
  return String(n).padStart(2, "0")
}
