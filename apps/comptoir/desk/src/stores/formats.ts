/** The site's formats in the one spelling the Desk works with: "dd.mm.yyyy", "#.###,##", a weekday number, a currency. */
import type { Formats } from "@/types"

export const DEFAULT_FORMATS: Formats = { date: "yyyy-mm-dd", number: "#,###.##", first_day_of_week: 1, currency: "EUR", phone_region: "" }

/** A date pattern of the server, Frappe's ("dd-mm-yyyy") or Unicode's ("M/d/yy"); the year always has four digits. */
export function datePattern(pattern: unknown): string {
  if (typeof pattern !== "string") return DEFAULT_FORMATS.date
  const spelled = pattern.toLowerCase().replace(/y+/, "yyyy").replace(/m+/, "mm").replace(/d+/, "dd")
  return ["yyyy", "mm", "dd"].every((part) => spelled.includes(part)) ? spelled : DEFAULT_FORMATS.date
}

/** A number pattern, or one spelled from the symbols of a language. */
export function numberPattern(number: unknown): string {
  if (typeof number === "string" && number) return number
  if (typeof number !== "object" || number === null) return DEFAULT_FORMATS.number
  const { decimal = ".", group = "," } = number as { decimal?: string; group?: string }
  return `#${group.replace(/\s/, " ")}###${decimal}##`
}

export function readFormats(raw: Partial<Record<keyof Formats, unknown>> | undefined): Formats {
  return {
    date: datePattern(raw?.date),
    number: numberPattern(raw?.number),
    first_day_of_week: Number(raw?.first_day_of_week ?? DEFAULT_FORMATS.first_day_of_week),
    currency: typeof raw?.currency === "string" && raw.currency ? raw.currency : DEFAULT_FORMATS.currency,
    phone_region: typeof raw?.phone_region === "string" ? raw.phone_region : "",
  }
}
