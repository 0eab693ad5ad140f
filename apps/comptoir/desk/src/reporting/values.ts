/** Numbers of groups as texts, and what they are beside those of the period before. */
import { formatMoney, formatNumber } from "@/i18n/format"
import { durationText } from "@/list/logic/cell"
import type { Numbered, Value } from "./types"

/** One text for each currency; nothing where there is no number. */
export function valueTexts({ measure, field }: Numbered, value: Value | undefined): string[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.map(([currency, amount]) => formatMoney(amount, currency ?? undefined))
  if (measure === "count") return [formatNumber(value, 0)]
  if (field?.fieldtype === "Percent") return [`${formatNumber(value, 1)}\u00a0%`]
  if (field?.fieldtype === "Duration") return [durationText(value)]
  return [formatNumber(value, measure === "avg" ? 2 : 3)]
}

export const valueText = (number: Numbered, value: Value | undefined): string => valueTexts(number, value).join(" · ")

/** The one number of a value; undefined where amounts of several currencies cannot be one. */
export function single(value: Value | undefined): number | undefined {
  if (!Array.isArray(value)) return value ?? 0
  return value.length > 1 ? undefined : (value[0]?.[1] ?? 0)
}

const currencyOf = (value: Value | undefined): string | null | undefined => (Array.isArray(value) ? value[0]?.[0] : undefined)

/** By how much it has grown, as a share of what was before; undefined where there is nothing to compare. */
export function growth(now: Value | undefined, before: Value | undefined): number | undefined {
  const [after, earlier] = [single(now), single(before)]
  if (after === undefined || !earlier) return undefined
  const currencies = [currencyOf(now), currencyOf(before)].filter((each) => each !== undefined)
  return new Set(currencies).size > 1 ? undefined : (after - earlier) / Math.abs(earlier)
}

export const growthText = (share: number): string => `${share > 0 ? "+" : share < 0 ? "−" : ""}${formatNumber(Math.abs(share) * 100, 0)}\u00a0%`

/** What groups are put in order by: the largest amount, as currencies cannot be compared. */
export const size = (value: Value | undefined): number => (Array.isArray(value) ? Math.max(0, ...value.map(([, amount]) => amount)) : (value ?? 0))
