/** What a chart draws of a report: one number along the first field, in a series for each column. */
import type { Dimension, Drawing, Group, Key, Value } from "./types"
import { tableOf, type Asked } from "./table"
import type { ReportAnswer } from "./types"

export interface Series {
  name: string
  /** Undefined where there is no such group. */
  values: (number | undefined)[]
  currency?: string | null
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
  const currencies = currenciesOf(rows.flatMap((row) => row.cells), place)
  const drawn = drawing === "donut" || drawing === "stacked" ? currencies.slice(0, 1) : currencies
  const series = columns.flatMap((column) =>
    drawn.map((currency): Series => ({
      name: seriesName(column.length && across ? say(across, column[0] ?? null) : numberName, currency, drawn.length > 1),
      values: cells(column).map((cell) => amount(cell?.values[place], currency)),
      currency,
    })),
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

/** The currencies of the amounts, the most frequent first; undefined alone for what is no money. */
function currenciesOf(cells: (Group | undefined)[], place: number): (string | null | undefined)[] {
  const times = new Map<string | null, number>()
  let money = false
  for (const value of cells.map((cell) => cell?.values[place])) {
    if (!Array.isArray(value)) continue
    money = true
    for (const [currency] of value) times.set(currency, (times.get(currency) ?? 0) + 1)
  }
  return money && times.size ? [...times].sort((one, other) => other[1] - one[1]).map(([currency]) => currency) : [undefined]
}

function amount(value: Value | undefined, currency: string | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  return Array.isArray(value) ? value.find(([own]) => own === currency)?.[1] : value
}

const seriesName = (name: string, currency: string | null | undefined, told: boolean): string => (told && currency ? `${name} · ${currency}` : name)
