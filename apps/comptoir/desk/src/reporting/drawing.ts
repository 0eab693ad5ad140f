/** What a chart draws of a report: one number along the first field, in a series for each column, the time before beside it. */
import { t } from "@/i18n"
import { daysLabel } from "./periods"
import type { Dimension, Drawing, Group, Key, Value } from "./types"
import { tableOf, type Asked } from "./table"
import type { ReportAnswer } from "./types"

export interface Series {
  name: string
  /** Undefined where there is no such group. */
  values: (number | undefined)[]
  currency?: string | null
  /** It tells of the time before, and stands behind the series that it is compared with. */
  before?: true
}

export interface Picture {
  drawing: Drawing
  categories: string[]
  /** The keys behind each category. */
  keys: Key[][]
  series: Series[]
  /** Some amounts are of another currency and are not drawn. */
  onlyCurrency?: string | null
}

const MOST_CATEGORIES = 60
const MOST_SERIES = 8

const BESIDE_AXIS = 64
const GAP = 8
const SHORTEST = 64

/** Pixels for the name below each of `count` bars of a chart so wide; undefined where they are too few to write it out. */
export function nameWidth(width: number, count: number): number | undefined {
  const each = count ? Math.floor((width - BESIDE_AXIS) / count) - GAP : 0
  return each >= SHORTEST ? each : undefined
}

export type Say = (dimension: Dimension, key: Key) => string

export function pictureOf(answer: ReportAnswer, asked: Asked, place: number, drawing: Drawing, say: Say, numberName: string): Picture {
  const across = asked.columns[0] ?? asked.rows[1]
  const flat: Asked = { rows: asked.rows.slice(0, 1), columns: across ? [across] : [] }
  const table = tableOf(asked.columns.length ? answer : pivoted(answer), flat)
  const rows = table.rows.filter((row) => row.keys.length === 1).slice(0, MOST_CATEGORIES)
  const columns = across && drawing !== "donut" ? table.columns.slice(0, -1).slice(0, MOST_SERIES) : [[]]
  const cells = (column: Key[]): (Group | undefined)[] => rows.map((row) => row.cells[table.columns.findIndex((each) => JSON.stringify(each) === JSON.stringify(column))])
  // The parts of a ring add up to one whole, which the time before is not a part of.
  const before = answer.period && drawing !== "donut" ? t("Before: {0}", daysLabel(answer.period.before)) : undefined
  const shown = rows.flatMap((row) => row.cells)
  const currencies = currenciesOf(shown.map((cell) => cell?.values[place]), before ? shown.map((cell) => cell?.before?.[place]) : [])
  const drawn = drawing === "donut" || drawing === "stacked" ? currencies.slice(0, 1) : currencies
  const single = columns.length * drawn.length === 1
  const series = columns.flatMap((column) =>
    drawn.flatMap((currency): Series[] => {
      const name = seriesName(column.length && across ? say(across, column[0] ?? null) : numberName, currency, drawn.length > 1)
      const now: Series = { name, values: cells(column).map((cell) => amount(cell?.values[place], currency)), currency }
      if (!before) return [now]
      return [now, { name: single ? before : `${name} · ${before}`, values: cells(column).map((cell) => amount(cell?.before?.[place], currency)), currency, before: true }]
    }),
  )
  return {
    drawing, series, keys: rows.map((row) => row.keys), categories: rows.map((row) => say(asked.rows[0] as Dimension, row.keys[0] ?? null)),
    ...(drawn.length < currencies.length ? { onlyCurrency: drawn[0] ?? null } : {}),
  }
}

/** The second field of the rows, looked at as columns. */
function pivoted(answer: ReportAnswer): ReportAnswer {
  const levels = answer.levels.flatMap((level) => (level.rows === 2 ? [{ ...level, rows: 1, columns: 1 }, secondAlone(level.groups)] : [level]))
  return { ...answer, levels }
}

/** Each key of the second field once, the one with most documents first; its numbers are not asked for. */
function secondAlone(groups: Group[]): ReportAnswer["levels"][number] {
  const keys = new Map<string, Key>()
  for (const group of groups) keys.set(String(group.keys[1]).toLowerCase(), group.keys[1] ?? null)
  return { rows: 0, columns: 1, hidden: 0, groups: [...keys.values()].map((key) => ({ keys: [key], values: [] })) }
}

/** The currencies of the amounts, the most frequent first and those of `earlier` amounts last; undefined alone for what is no money. */
function currenciesOf(values: (Value | undefined)[], earlier: (Value | undefined)[]): (string | null | undefined)[] {
  const found = [...new Set([...byFrequency(values), ...byFrequency(earlier)])]
  return found.length ? found : [undefined]
}

function byFrequency(values: (Value | undefined)[]): (string | null)[] {
  const times = new Map<string | null, number>()
  for (const value of values) if (Array.isArray(value)) for (const [currency] of value) times.set(currency, (times.get(currency) ?? 0) + 1)
  return [...times].sort((one, other) => other[1] - one[1]).map(([currency]) => currency)
}

function amount(value: Value | undefined, currency: string | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  return Array.isArray(value) ? value.find(([own]) => own === currency)?.[1] : value
}

const seriesName = (name: string, currency: string | null | undefined, told: boolean): string => (told && currency ? `${name} · ${currency}` : name)
