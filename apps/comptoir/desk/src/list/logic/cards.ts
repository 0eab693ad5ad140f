/** What of a row stands on its card, where there is no room for all columns. */
import type { Document } from "@/types"
import type { Column, Kind } from "./columns"

const DETAILS = 3
const NUMBERS = new Set<Kind>(["number", "percent"])
/** A bare tick says nothing without its head, there is little room for the last change, and the name stands beside the title. */
const LEFT_OUT = new Set<Kind>(["check", "when", "id"])

const isFilled = (value: unknown, kind: Kind): boolean => value !== null && value !== undefined && value !== "" && (value !== 0 || NUMBERS.has(kind))
const rank = ({ deadline, kind }: Column): number => (deadline ? 0 : NUMBERS.has(kind) ? 1 : 2)

/** The first that hold something: deadlines before all, then numbers. What reads as the title says nothing new. */
export function cardDetails(columns: readonly Column[], row: Document, title: string, textOf: (column: Column) => string): Column[] {
  return columns
    .filter((column) => !LEFT_OUT.has(column.kind) && isFilled(row[column.fieldname], column.kind) && textOf(column) !== title)
    .sort((one, two) => rank(one) - rank(two))
    .slice(0, DETAILS)
}
