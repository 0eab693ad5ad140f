/**
 * A day as people type it: in any usual order, as a word of their language, or as a way from today.
 *
 * Where the order is not plain the site's format decides. A format that begins with the year keeps its order for its own
 * separator (`26-12-24`); other separators are read day first, as `24.12.2026` and `12/11/2026` are written by most.
 */
import { addDays, addMonths } from "./calendar"
import { type DateParts, type Part, dateInOrder, orderOf, parseIsoDate, parseTime, toIso } from "./dates"
import { fold } from "./folding"

const DAY_FIRST: Part[] = ["d", "m", "y"]
const MONTH_FIRST: Part[] = ["m", "d", "y"]
const YEAR_FIRST: Part[] = ["y", "m", "d"]

/** What was typed as an ISO day; null when it is none. */
export function readDate(text: string, format: string, today: DateParts, lang: string): string | null {
  const typed = text.trim()
  const iso = parseIsoDate(typed)
  if (iso) return toIso(iso)
  if (/\p{L}/u.test(typed) || typed.startsWith("+") || typed.startsWith("-")) return fromToday(typed, toIso(today)) ?? spoken(typed, toIso(today), lang)
  for (const order of ordersOf(typed, format)) {
    const day = dateInOrder(typed, order, today)
    if (day) return day
  }
  return null
}

/** The orders to try, the likeliest first; a year of four digits says where it stands. */
function ordersOf(typed: string, format: string): Part[][] {
  const groups = typed.match(/\d+/g) ?? []
  const own = orderOf(format)
  if (groups.length === 3 && groups.some((group) => group.length === 3 || group.length > 4)) return []
  const years = groups.length === 3 ? groups.map((group) => group.length === 4) : []
  if (years.some(Boolean)) return years[0] ? [YEAR_FIRST] : years[2] ? (own[0] === "m" ? [MONTH_FIRST, DAY_FIRST] : [DAY_FIRST, MONTH_FIRST]) : []
  const foreign = own[0] === "y" && groups.length > 1 && /[^\d]/.exec(typed)?.[0] !== /[^a-z]/.exec(format.toLowerCase())?.[0]
  return foreign ? [DAY_FIRST, MONTH_FIRST, own] : [own, DAY_FIRST, MONTH_FIRST]
}

const STEP = /^([+-])\s*(\d{1,4})\s*(\p{L}{0,7})\.?$/u
const UNITS: [first: string, go: (iso: string, count: number) => string][] = [
  ["djд", addDays],
  ["wsн", (iso, count) => addDays(iso, 7 * count)],
  ["mм", addMonths],
  ["yaгл", (iso, count) => addMonths(iso, 12 * count)],
]

/** `+3d`, `-2w`, `+1 mois`, `+3`: days, weeks, months and years by their first letter in English, French and Russian. */
function fromToday(typed: string, today: string): string | null {
  const [, sign, count, unit] = STEP.exec(typed) ?? []
  if (!count) return null
  const go = unit ? UNITS.find(([first]) => first.includes(fold(unit)[0]!))?.[1] : addDays
  return go?.(today, Number(count) * (sign === "-" ? -1 : 1)) ?? null
}

/** "today", "demain", "вчера", or a weekday: the next day of that name. English is understood as well. */
function spoken(typed: string, today: string, lang: string): string | null {
  const wanted = plain(typed)
  for (const each of [lang, "en"]) {
    const relative = new Intl.RelativeTimeFormat(each, { numeric: "auto" })
    const days = [-2, -1, 0, 1, 2].find((count) => plain(relative.format(count, "day")) === wanted)
    if (days !== undefined) return addDays(today, days)
    const next = [1, 2, 3, 4, 5, 6, 7].map((count) => addDays(today, count)).find((day) => isNamed(day, wanted, each))
    if (next) return next
  }
  return null
}

/** Whatever apostrophe, and without the point of an abbreviation. */
const plain = (text: string): string => fold(text).replace(/’/g, "'").replace(/\.$/, "")

function isNamed(iso: string, wanted: string, lang: string): boolean {
  const named = (weekday: "long" | "short"): string => plain(new Intl.DateTimeFormat(lang, { weekday, timeZone: "UTC" }).format(new Date(iso)))
  return named("short") === wanted || (wanted.length > 2 && named("long").startsWith(wanted))
}

/** The same with a time behind it, or without one. */
export function readDatetime(text: string, format: string, today: DateParts, lang: string): string | null {
  const typed = text.trim()
  const whole = (): string | null => {
    const day = readDate(typed, format, today, lang)
    return day && `${day} 00:00:00`
  }
  // Three numbers with spaces between them are a day, not a day with a time.
  if (/^\d+ \d+ \d+$/.test(typed)) return whole()
  for (const space of typed.matchAll(/\s+|(?<=\d)T(?=\d)/g)) {
    const day = readDate(typed.slice(0, space.index), format, today, lang)
    const time = parseTime(typed.slice(space.index + space[0].length).replace(/\.\d+$/, ""))
    if (day && time) return `${day} ${time}`
  }
  return /[ T]\d{1,2}:/.test(typed) ? null : whole()
}
