/** Numbers as people write them: the site's separators on the way out, anything sensible on the way in. */
import { isCurrency } from "./currency"

export interface NumberStyle {
  group: string
  decimal: string
  /** Groups of two above the thousand (1,00,000). */
  indian: boolean
}

const NBSP = "\u00a0"

/** Reads a Frappe number format such as `#,###.##` or `# ###,##`. */
export function numberStyle(format: string | undefined): NumberStyle {
  const pattern = format || "#,###.##"
  const marks = pattern.replace(/#/g, "\u0001").split(/\u0001+/).filter(Boolean)
  const indian = pattern.startsWith("#,##,")
  const decimals = /[^#\s](#{2,})$/.exec(pattern)
  const hasDecimals = marks.length > 1 || (decimals !== null && decimals[1]!.length === 2)
  const decimal = hasDecimals ? marks.at(-1)! : pattern.startsWith("#.") ? "," : "."
  const group = marks[0] === decimal && marks.length === 1 ? "" : (marks[0] ?? "")
  return { group: group.trim() === "" && group !== "" ? NBSP : group, decimal, indian }
}

/** Rounds on the decimal notation, halves to the even neighbour: the server's usual rounding of a field. */
export function round(value: number, precision: number): number {
  if (!Number.isFinite(value)) return 0
  const shifted = shift(Math.abs(value), precision)
  const floor = Math.floor(shifted)
  const half = shifted - floor
  const up = half > 0.5 || (half === 0.5 && floor % 2 === 1)
  const result = shift(up ? floor + 1 : floor, -precision)
  return value < 0 && result !== 0 ? -result : result
}

/** Moves the decimal point of the number's own notation, so that 1.005 does not become 100.49999. */
function shift(value: number, places: number): number {
  const [mantissa, exponent = "0"] = value.toString().split("e")
  return Number(`${mantissa}e${Number(exponent) + places}`)
}

export interface NumberLayout {
  style: NumberStyle
  precision: number
  /** Decimals that are written even if they are zeros: money has two, measures none. */
  least: number
}

export function formatNumber(value: number, layout: NumberLayout): string {
  const rounded = round(value, layout.precision)
  const [whole = "0", fraction = ""] = Math.abs(rounded).toFixed(layout.precision).split(".")
  const decimals = fraction.slice(0, layout.least) + fraction.slice(layout.least).replace(/0+$/, "")
  const sign = rounded < 0 ? "-" : ""
  return sign + groupDigits(whole, layout.style) + (decimals ? layout.style.decimal + decimals : "")
}

function groupDigits(whole: string, style: NumberStyle): string {
  if (!style.group) return whole
  if (!style.indian || whole.length <= 3) return whole.replace(/\B(?=(\d{3})+$)/g, style.group)
  const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, style.group)
  return head + style.group + whole.slice(-3)
}

/** Sign, currency, sign again, digits with their separators, currency or percent. */
const AMOUNT = /^([-+−]?)\s*((?:[^\d\s.,+\-−()][^\d\s+\-−()]*?)?)\s*([-+−]?)\s*((?:\d|[.,]\d)(?:[\d.,\s'’_]*[\d.,])?)\s*(\D*)$/u
/** Spaces and the like group thousands, and nothing else. */
const GROUPING = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/gu

/**
 * What somebody typed or pasted, as a number; null when it is none, or more than one.
 *
 * Accepts spaces between thousands, currencies, percent and both separators: the last of two kinds is the decimal one;
 * a single kind is read by the site's style. A leading `=` computes `+ - * / ( )`, as in a spreadsheet.
 */
export function parseNumber(text: string, style: NumberStyle = numberStyle(undefined)): number | null {
  const trimmed = text.trim()
  if (trimmed.startsWith("=")) return parseFormula(trimmed.slice(1), style)
  const bracketed = /^\((.*)\)$/.exec(trimmed)
  const [, sign = "", before = "", inner = "", amount = "", after = ""] = AMOUNT.exec(bracketed?.[1]?.trim() ?? trimmed) ?? []
  const signs = [bracketed ? "-" : "", sign, inner].filter(Boolean)
  if (signs.length > 1 || ![before, after].every(isUnit)) return null
  const negative = signs.length === 1 && signs[0] !== "+"
  const digits = amount.replace(GROUPING, "")
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return null
  const plain = toPlain(digits, style)
  const value = Number(plain)
  return plain === "" || Number.isNaN(value) ? null : negative ? -value : value
}

const isUnit = (text: string): boolean => text === "" || text === "%" || isCurrency(text)

function toPlain(digits: string, style: NumberStyle): string {
  const dot = digits.lastIndexOf(".")
  const comma = digits.lastIndexOf(",")
  if (dot >= 0 && comma >= 0) {
    const decimal = dot > comma ? "." : ","
    return digits.replaceAll(decimal === "." ? "," : ".", "").replace(decimal, ".")
  }
  const mark = dot >= 0 ? "." : comma >= 0 ? "," : ""
  if (!mark) return digits
  const groups = digits.split(mark)
  const looksGrouped = groups.slice(1).every((group) => group.length === 3) && groups[0] !== "0" && groups[0] !== ""
  if (groups.length > 2) return looksGrouped ? groups.join("") : ""
  if (mark === style.decimal) return digits.replace(mark, ".")
  return mark === style.group && looksGrouped ? groups.join("") : digits.replace(mark, ".")
}

function parseFormula(source: string, style: NumberStyle): number | null {
  const tokens = source.match(/[\d.,]+|[-+*/()]/g)
  if (!tokens || tokens.join("") !== source.replace(/\s/g, "")) return null
  let at = 0
  const factor = (): number => {
    const token = tokens[at++]
    if (token === "-") return -factor()
    if (token === "+") return factor()
    if (token === "(") {
      const inner = sum()
      return tokens[at++] === ")" ? inner : NaN
    }
    return token === undefined ? NaN : (parseNumber(token, style) ?? NaN)
  }
  const product = (): number => {
    let value = factor()
    while (tokens[at] === "*" || tokens[at] === "/") value = tokens[at++] === "*" ? value * factor() : value / factor()
    return value
  }
  const sum = (): number => {
    let value = product()
    while (tokens[at] === "+" || tokens[at] === "-") value = tokens[at++] === "+" ? value + product() : value - product()
    return value
  }
  const result = sum()
  return at === tokens.length && Number.isFinite(result) ? round(result, 9) : null
}
