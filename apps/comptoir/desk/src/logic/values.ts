/** Emptiness and equality of field values, as the server sees them. */
import { NUMBERS, TABLES } from "./fieldtypes"

/** Nothing entered: null, "", no rows. Zero and `false` are values. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (typeof value === "string") return stripTags(value).trim() === ""
  return Array.isArray(value) && value.length === 0
}

/** What "required" rejects: blank for every type; a number is always given, as none is stored as zero. */
export function isMissing(fieldtype: string, value: unknown): boolean {
  if (NUMBERS.has(fieldtype)) return false
  if (TABLES.has(fieldtype)) return !Array.isArray(value) || value.length === 0
  return isBlank(value)
}

/** An editor leaves "<p></p>" behind when it is emptied; pictures and other embedded things still count. */
function stripTags(text: string): string {
  if (!text.includes("<")) return text
  return text.replace(/<(?!img|hr|iframe|video|audio|table)\/?[a-z][^>]*>/gi, "").replace(/&nbsp;/g, " ")
}

/** Same value for the purpose of "has it changed": null, undefined and "" are one, numbers compare as numbers. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true
  if (typeof a === "boolean" || typeof b === "boolean") return Number(a ?? 0) === Number(b ?? 0)
  if (typeof a === "number" || typeof b === "number") {
    if (isEmpty(a) || isEmpty(b)) return false
    return Number(a) === Number(b)
  }
  return a === b
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ""
}
