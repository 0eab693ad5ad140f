/** Which currency an amount is in, and its sign. */
import type { Doc } from "./documents"

/** A field's `options` may name the field that holds the currency; the row is asked first, then its document. */
export function currencyOf(options: string | undefined, doc: Doc | undefined, parent: Doc | undefined, fallback: string): string {
  const fieldname = (options ?? "").trim()
  if (fieldname && !fieldname.includes(":")) {
    for (const source of [doc, parent]) {
      const value = source?.[fieldname]
      if (typeof value === "string" && value) return value
    }
  }
  return fallback
}

const signs = new Map<string, string>()

/** `EUR` -> `€`; codes without a sign of their own stay codes. */
export function currencySign(code: string): string {
  if (!code) return ""
  let sign = signs.get(code)
  if (sign === undefined) {
    sign = findSign(code)
    signs.set(code, sign)
  }
  return sign
}

function findSign(code: string): string {
  if (!/^[A-Z]{3}$/.test(code)) return code
  const parts = new Intl.NumberFormat("en", { style: "currency", currency: code, currencyDisplay: "narrowSymbol" }).formatToParts(1)
  return parts.find((part) => part.type === "currency")?.value ?? code
}

let written: Set<string> | undefined

/** Whether a text is a currency as people write it: `€`, `US$`, `CHF`, `kr`, `руб.` */
export function isCurrency(text: string): boolean {
  const bare = text.replace(/\.$/, "").toLowerCase()
  if (/^\p{L}{0,3}\p{Sc}$/u.test(bare)) return true
  written ??= new Set([...Intl.supportedValuesOf("currency").flatMap((code) => [code, findSign(code)]), ...SHORT].map((each) => each.toLowerCase()))
  return written.has(bare)
}

/** What no list of signs has. */
const SHORT = ["kr", "Kč", "zł", "Ft", "lei", "лв", "руб", "р", "Fr", "TL"]

/** The sign stands before the amount in English habit, after it elsewhere. */
export function withSign(amount: string, sign: string, lang: string): string {
  if (!sign) return amount
  if (!lang.startsWith("en")) return `${amount}\u00a0${sign}`
  return amount.startsWith("-") ? `-${sign}${amount.slice(1)}` : `${sign}${sign.length > 1 ? "\u00a0" : ""}${amount}`
}
