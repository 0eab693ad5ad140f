/** The columns of a board as values, and what becomes of them when a card is moved. */
import { formatMoney, formatNumber } from "@/i18n/format"
import { durationText } from "@/list/logic/cell"
import type { Document, FieldView, Filter } from "@/types"

export interface Sum {
  currency: string | null
  total: number
}

/** The documents that have one value; null for those without. */
export interface Pile {
  value: string | null
  color: string | null
  count: number
  sums: Sum[]
  rows: Document[]
  has_more: boolean
  /** The cards that stand first, in an order of the user's own. */
  laid?: string[]
}

export interface BoardAnswer {
  columns: Pile[]
  /** So many values have no column: there is no room for them. */
  more_columns: number
  link_titles: Record<string, string>
}

/** Where a card is put: the value of its column, and the place there. */
export interface Place {
  value: string | null
  at: number
}

export const filterOf = (by: string, value: string | null): Filter => (value === null ? [by, "is", "not set"] : [by, "=", value])

export function placeOf(piles: Pile[], name: string): Place | undefined {
  for (const pile of piles) {
    const at = pile.rows.findIndex((row) => row.name === name)
    if (at >= 0) return { value: pile.value, at }
  }
  return undefined
}

/** Cards that are laid by hand at most; below them the order is that of the list. */
const MOST_LAID = 200

/** The names to keep once a card has come from `from` to `at`: everything down to the lower place, and what was laid before. */
export function laidNames(pile: Pile, from: number, at: number): string[] {
  const names = pile.rows.map((row) => row.name ?? "")
  const known = new Set(pile.laid)
  const lowest = Math.max(from, at, names.findLastIndex((name) => known.has(name)))
  return names.slice(0, Math.min(lowest + 1, MOST_LAID))
}

export const laidOut = (piles: Pile[], value: string | null, laid: string[]): Pile[] => piles.map((pile) => (pile.value === value ? { ...pile, laid } : pile))

/** The board with a card somewhere else, counts and sums included. */
export function moved(piles: Pile[], name: string, to: Place, by: string, total: FieldView | undefined): Pile[] {
  const from = placeOf(piles, name)
  const row = from && piles.find((pile) => pile.value === from.value)?.rows[from.at]
  if (!from || !row) return piles
  const changed: Document = { ...row, [by]: to.value }
  const [amount, currency] = worth(row, total)
  const across = from.value !== to.value
  return piles.map((pile) => {
    const leaves = pile.value === from.value
    const comes = pile.value === to.value
    if (!leaves && !comes) return pile
    const rows = pile.rows.filter((each) => each.name !== name)
    if (comes) rows.splice(to.at, 0, changed)
    if (!across) return { ...pile, rows }
    const sign = comes ? 1 : -1
    return { ...pile, rows, count: pile.count + sign, sums: total ? added(pile.sums, currency, sign * amount) : pile.sums }
  })
}

/** The board with what the server says of a document now, as far as a card tells it. */
export const renewed = (piles: Pile[], stored: Document): Pile[] =>
  piles.map((pile) => ({
    ...pile, rows: pile.rows.map((row) => (row.name === stored.name ? (Object.fromEntries(Object.keys(row).map((key) => [key, key in stored ? stored[key] : row[key]])) as Document) : row)),
  }))

/** The board with a further page of one column. */
export const continued = (piles: Pile[], value: string | null, rows: Document[], hasMore: boolean): Pile[] =>
  piles.map((pile) => {
    if (pile.value !== value) return pile
    const seen = new Set(pile.rows.map((row) => row.name))
    return { ...pile, rows: [...pile.rows, ...rows.filter((row) => !seen.has(row.name))], has_more: hasMore }
  })

function worth(row: Document, total: FieldView | undefined): [number, string | null] {
  if (!total) return [0, null]
  const currency = total.fieldtype === "Currency" ? row[total.options ?? ""] : null
  return [Number(row[total.fieldname] ?? 0), typeof currency === "string" && currency ? currency : null]
}

function added(sums: Sum[], currency: string | null, amount: number): Sum[] {
  if (!amount) return sums
  const known = sums.some((sum) => sum.currency === currency)
  const all = known ? sums.map((sum) => (sum.currency === currency ? { currency, total: sum.total + amount } : sum)) : [...sums, { currency, total: amount }]
  return all.filter((sum) => Math.abs(sum.total) > 1e-6)
}

/** Sums as people read them, amounts without a currency being in that of the site. */
export function sumTexts(sums: Sum[], total: FieldView, own: string, precision = 0): string[] {
  const merged = new Map<string, number>()
  for (const { currency, total: amount } of sums) merged.set(currency ?? own, (merged.get(currency ?? own) ?? 0) + Number(amount))
  const amounts = [...merged].filter(([, amount]) => amount !== 0)
  if (total.fieldtype === "Currency") return amounts.map(([currency, amount]) => formatMoney(amount, currency || undefined, precision))
  return amounts.map(([, amount]) => (total.fieldtype === "Duration" ? durationText(amount) : formatNumber(amount, 2)))
}
