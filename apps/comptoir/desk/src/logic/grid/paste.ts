/** A block from a spreadsheet as rows of texts, and each text as the value of its column. */
import type { FieldView } from "../../types"
import { parseDate, parseDatetime, parseDuration, parseTime, todayParts } from "../dates"
import { precisionOf, stars } from "../formats"
import { numberStyle, parseNumber, round } from "../numbers"

/**
 * Tab-separated text as spreadsheets put it on the clipboard: quoted cells may hold tabs, line breaks and doubled
 * quotes; the line break at the end adds no row.
 */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ""
  let quoted = false
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "")
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!
    if (quoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') cell += source[++at]!
      else quoted = false
    } else if (char === '"' && cell === "" && closesLater(source, at)) quoted = true
    else if (char === "\t" || char === "\n") {
      rows.at(-1)!.push(cell)
      cell = ""
      if (char === "\n") rows.push([])
    } else cell += char
  }
  rows.at(-1)!.push(cell)
  return rows
}

/** An inch sign is no opening quote: one opens only where a quote before a cell's end closes it. */
function closesLater(source: string, at: number): boolean {
  return /^"(?:[^"]|"")*"(?=\t|\n|$)/.test(source.slice(at))
}

export interface CellFormats {
  date?: string
  number?: string
}

/** The value a text means in a column; undefined when it means none (the cell is then left alone and reported). */
export function parseCell(field: FieldView, text: string, formats: CellFormats = {}, today = todayParts()): unknown {
  const typed = text.trim()
  if (field.fieldtype === "Check") return parseCheck(typed)
  if (typed === "") return isNumeric(field) ? 0 : null
  switch (field.fieldtype) {
    case "Int":
    case "Float":
    case "Currency":
    case "Percent":
      return parseNumeric(field, typed, formats)
    case "Rating": {
      const value = parseNumber(typed, numberStyle(formats.number))
      return value === null ? undefined : value > 1 ? Math.min(1, value / stars(field)) : value
    }
    case "Duration":
      return parseDuration(typed) ?? undefined
    case "Date":
      return parseDate(typed, formats.date ?? "yyyy-mm-dd", today) ?? undefined
    case "Datetime":
      return parseDatetime(typed, formats.date ?? "yyyy-mm-dd", today) ?? undefined
    case "Time":
      return parseTime(typed) ?? undefined
    case "Select":
      return parseSelect(field, typed)
    default:
      return text
  }
}

function isNumeric(field: FieldView): boolean {
  return ["Int", "Float", "Currency", "Percent", "Rating", "Duration"].includes(field.fieldtype)
}

function parseNumeric(field: FieldView, typed: string, formats: CellFormats): number | undefined {
  const value = parseNumber(typed, numberStyle(formats.number))
  if (value === null) return undefined
  if (field.fieldtype === "Int") return Number.isInteger(value) ? value : undefined
  return round(value, precisionOf(field))
}

function parseCheck(typed: string): number | undefined {
  const word = typed.toLowerCase()
  if (["", "0", "no", "false", "n", "нет", "non", "ложь"].includes(word)) return 0
  return ["1", "yes", "true", "y", "x", "✓", "да", "oui", "vrai", "истина"].includes(word) ? 1 : undefined
}

/** By value or by the label shown, without regard to case. */
function parseSelect(field: FieldView, typed: string): string | undefined {
  const wanted = typed.toLowerCase()
  return selectOptions(field).find((value) => value.toLowerCase() === wanted || field.option_labels?.[value]?.toLowerCase() === wanted)
}

export function selectOptions(field: FieldView): string[] {
  return (field.options ?? "").split("\n").map((line) => line.trim())
}
