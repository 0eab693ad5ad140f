/** Numbers, money and dates as the actor's language and the site's formats want them; all through Intl. */
import { numberStyle } from "@/logic/numbers"
import { formats, timeZone } from "@/stores/session"
import { lang, t } from "."

const cache = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = lang.value + JSON.stringify(options)
  let format = cache.get(key)
  if (!format) cache.set(key, (format = new Intl.NumberFormat(lang.value, options)))
  return format
}

/** The site's own separators, where it has some, stand in the place of those of the language. */
function written(format: Intl.NumberFormat, value: number): string {
  const { group, decimal } = numberStyle(formats.value.number)
  return format.formatToParts(value).map((part) => (part.type === "group" ? group : part.type === "decimal" ? decimal : part.value)).join("")
}

/** A number with at most `precision` decimals, or exactly that many when `fixed`. */
export function formatNumber(value: number, precision = 2, fixed = false): string {
  return written(numberFormat({ maximumFractionDigits: precision, minimumFractionDigits: fixed ? precision : 0 }), value)
}

export function formatMoney(value: number, currency = formats.value.currency, precision = 2): string {
  try {
    return written(numberFormat({ style: "currency", currency, minimumFractionDigits: precision, maximumFractionDigits: precision }), value)
  } catch {
    return formatNumber(value, precision, true)
  }
}

/**
 * What the clock on the site's wall shows, as a local moment: the server writes times of the site's zone without
 * naming it, so both sides of a comparison are read the same way wherever the browser is.
 */
export function siteNow(now = new Date(), zone = timeZone.value): Date {
  if (!zone) return now
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" })
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)])) as Record<Intl.DateTimeFormatPartTypes, number>
  return new Date(part.year, part.month - 1, part.day, part.hour, part.minute, part.second)
}

/** "2026-07-25" or "2026-07-25 09:30:00.000000" as the local moment with the same face. */
export function parseMoment(text: string): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour = "0", minute = "0", second = "0"] = parts
  return new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** A date in the order of the site's format ("dd.mm.yyyy"). */
export function formatDate(text: string): string {
  const moment = parseMoment(text)
  if (!moment) return text
  const two = (value: number): string => String(value).padStart(2, "0")
  return formats.value.date.toLowerCase().replace("yyyy", String(moment.getFullYear())).replace("mm", two(moment.getMonth() + 1)).replace("dd", two(moment.getDate()))
}

export function formatTime(text: string, seconds = false): string {
  const parts = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text)
  if (!parts) return text
  return [parts[1]?.padStart(2, "0"), parts[2], ...(seconds ? [parts[3] ?? "00"] : [])].join(":")
}

export function formatDatetime(text: string): string {
  const time = text.slice(10)
  return time ? `${formatDate(text)} ${formatTime(time)}` : formatDate(text)
}

/** No weeks: up to a month, days say more than "in 3 weeks". */
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]]

/** "2 days ago", "tomorrow"; a day without a time is compared by days. */
export function formatRelative(text: string, now = siteNow()): string {
  const moment = parseMoment(text)
  if (!moment) return text
  const relative = new Intl.RelativeTimeFormat(lang.value, { numeric: "auto" })
  const dateOnly = text.length <= 10
  const base = dateOnly ? new Date(now.getFullYear(), now.getMonth(), now.getDate()) : now
  const seconds = Math.round((moment.getTime() - base.getTime()) / 1000)
  const size = Math.abs(seconds)
  for (const [unit, length] of STEPS) if (size >= length) return relative.format(Math.round(seconds / length), unit)
  return dateOnly ? relative.format(0, "day") : t("just now")
}
