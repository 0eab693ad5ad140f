/** The text of a cell. */
import { t } from "@/i18n"
import { formatDate, formatMoney, formatNumber, formatRelative, formatTime, parseMoment, siteNow } from "@/i18n/format"
import type { Document } from "@/types"
import type { Column } from "./columns"
import type { TitleOf } from "./describe"

const NEAR = 30 * 86_400_000
const STARS = 5

export function cellText(column: Column, row: Document, titleOf: TitleOf, now = siteNow()): string {
  const value = row[column.fieldname]
  if (value === null || value === undefined || value === "") return ""
  const text = String(value)
  switch (column.kind) {
    case "money": return formatMoney(Number(value), currencyOf(column, row), decimals(column, 2))
    case "number": return formatNumber(Number(value), decimals(column, 3))
    case "percent": return `${formatNumber(Number(value), decimals(column, 2))}\u00a0%`
    case "date": case "datetime": case "when": return dateText(text, now)
    case "time": return formatTime(text)
    case "duration": return durationText(Number(value))
    case "rating": return `${formatNumber(Number(value) * STARS, 1)}/${STARS}`
    case "link": case "person": return titleOf(column.field?.options ?? "", text)
    case "title": return column.says ? titleOf(column.says, text) : titleText(column, text, titleOf)
    case "choice": case "status": return column.field?.option_labels?.[text] ?? text
    default: return text.replace(/<[^>]*>/g, " ").trim()
  }
}

function titleText(column: Column, text: string, titleOf: TitleOf): string {
  if (column.field?.fieldtype === "Link") return titleOf(column.field.options ?? "", text)
  if (column.field?.fieldtype === "Date") return formatDate(text)
  return column.field?.option_labels?.[text] ?? text
}

/** The currency field named by the column, or the site's own currency. */
function currencyOf(column: Column, row: Document): string | undefined {
  const own = row[column.field?.options ?? ""]
  return typeof own === "string" && own ? own : undefined
}

function decimals(column: Column, usual: number): number {
  const precision = Number(column.field?.precision)
  return column.field?.precision !== undefined && column.field.precision !== "" && !Number.isNaN(precision) ? precision : usual
}

/** Near days by distance, far ones by date. */
function dateText(text: string, now: Date): string {
  const moment = parseMoment(text)
  if (!moment) return text
  return Math.abs(moment.getTime() - now.getTime()) < NEAR ? formatRelative(text, now) : formatDate(text)
}

export function durationText(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const parts = [days && t("{0} d", days), hours && t("{0} h", hours), minutes && t("{0} min", minutes)].filter(Boolean)
  return parts.join(" ") || t("{0} min", 0)
}
