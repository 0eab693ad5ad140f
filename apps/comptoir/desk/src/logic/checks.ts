/**
 * What may be wrong with one filled value, per field type: the server's rules as far as they need no other document.
 * The server decides; these say it earlier, at the field.
 */
import type { FieldView } from "../types"
import { parseIsoDate } from "./dates"
import { selectOptions } from "./grid/paste"
import { matchesMask } from "./mask"

/** A sentence to translate, with its values for `{0}`, `{1}`. */
export interface Fault {
  text: string
  values: (string | number)[]
}

/** What was typed into a number and is none: it is kept to be corrected. */
export const NO_NUMBER = '{0} must be a number, but "{1}" is not one.'
export const NOT_WHOLE = "{0} must be a whole number."
export const NO_DATE = '{0}: "{1}" is not a date.'
export const NO_MOMENT = '{0}: "{1}" is not a date with a time.'
export const NO_TIME = '{0}: "{1}" is not a time of day.'
export const TOO_LONG = "{0} is too long: it has {1} characters, at most {2} can be stored."

type Check = (field: FieldView, value: unknown, label: string) => Fault[]

const EMAIL = /^[^\s@,;<>()[\]\\"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+\p{L}(?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])$/u
const PHONE = /^\+?[0-9 ().\-/]{3,30}(?: ?(?:ext\.?|x|доб\.?) ?[0-9]{1,7})?$/i
const NOT_A_NAME = /[<>{}[\]|\\/@#$%^*=+~`"\u0000-\u001f]/
const COLOR = /^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$/
const PRINTABLE = /^[\x20-\x7e]*$/
const INT_LIMIT = 2 ** 31

const one = (text: string, ...values: (string | number)[]): Fault[] => [{ text, values }]
const none: Fault[] = []

export function isEmail(text: string): boolean {
  return text.length <= 254 && !text.includes("..") && EMAIL.test(text)
}

export function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length
  return PHONE.test(text) && digits >= 3 && digits <= 22
}

export function isUrl(text: string): boolean {
  return /^(https?|ftps?):\/\/[^\s<>/?#]+[^\s<>]*$/i.test(text) && URL.canParse(text)
}

/** Country, check digits and length; the remainder of 97 must be 1. */
export function isIban(text: string): boolean {
  const code = text.replace(/\s/g, "").toUpperCase()
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$/.test(code)) return false
  const digits = (code.slice(4) + code.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

const DATA_OPTIONS: Record<string, [(text: string) => boolean, string]> = {
  Email: [(text) => text.split(",").every((part) => isEmail(part.trim())), '{0}: "{1}" is not an e-mail address.'],
  Phone: [isPhone, '{0}: "{1}" is not a phone number. Write it with the country code, such as +33 1 99 00 00 00.'],
  URL: [isUrl, '{0}: "{1}" is not a web address. Write it in full, such as https://example.com.'],
  Name: [(text) => /\p{L}/u.test(text) && !NOT_A_NAME.test(text), '{0}: "{1}" contains signs that names do not have.'],
  Barcode: [(text) => PRINTABLE.test(text), '{0}: "{1}" cannot be printed as a barcode. Use digits and unaccented letters.'],
  IBAN: [isIban, '{0}: "{1}" is not a valid IBAN. Compare it with the bank statement.'],
}

function checkShort(field: FieldView, value: unknown, label: string): Fault[] {
  const text = String(value)
  const most = Math.min(field.length || 140, 1000)
  if (text.length > most) return one(TOO_LONG, label, text.length, most)
  return checkForm(field, text, label)
}

function checkLong(field: FieldView, value: unknown, label: string): Fault[] {
  return checkForm(field, String(value), label)
}

/** Mask and pattern; both hold for the whole value. Where both fail, the one that people understand best is told. */
function checkForm(field: FieldView, text: string, label: string): Fault[] {
  const misfit = field.mask && !matchesMask(field.mask, text)
  const mismatch = field.pattern && !matchesPattern(field.pattern, text)
  if (mismatch && field.pattern_message) return [{ text: field.pattern_message, values: [] }]
  if (misfit) return one("{0} must have the form {1} (9 stands for a digit, A for a letter).", label, field.mask ?? "")
  if (mismatch) return one("{0} does not have the form that is asked for ({1}).", label, field.pattern ?? "")
  return []
}

const patterns = new Map<string, RegExp | null>()

/** The server takes only patterns that both languages read alike; one that cannot be read here is left to it. */
function matchesPattern(source: string, text: string): boolean {
  let pattern = patterns.get(source)
  if (pattern === undefined) {
    try {
      pattern = new RegExp(`^(?:${source})$`)
    } catch {
      pattern = null
    }
    patterns.set(source, pattern)
  }
  return pattern === null || pattern.test(text)
}

function checkData(field: FieldView, value: unknown, label: string): Fault[] {
  const faults = checkShort(field, value, label)
  const rule = DATA_OPTIONS[(field.options ?? "").trim()]
  if (faults.length > 0 || !rule || rule[0](String(value))) return faults
  return one(rule[1], label, excerpt(String(value)))
}

function checkPhone(field: FieldView, value: unknown, label: string): Fault[] {
  return checkData({ ...field, options: "Phone" }, value, label)
}

function checkSelect(field: FieldView, value: unknown, label: string): Fault[] {
  const faults = checkShort(field, value, label)
  const options = selectOptions(field)
  if (faults.length > 0 || !field.options || field.fieldname === "naming_series" || options.includes(String(value))) return faults
  return one('{0} cannot be "{1}". Choose one of the list.', label, excerpt(String(value)))
}

function checkNumber(field: FieldView, value: unknown, label: string): Fault[] {
  const number = Number(value)
  if (!Number.isFinite(number)) return one(NO_NUMBER, label, excerpt(String(value)))
  if (field.non_negative && number < 0) return one("{0} cannot be negative.", label)
  if (isSet(field.minimum) && number < Number(field.minimum)) return one("{0} must be at least {1}.", label, Number(field.minimum))
  if (isSet(field.maximum) && number > Number(field.maximum)) return one("{0} must be at most {1}.", label, Number(field.maximum))
  return none
}

function isSet(bound: unknown): boolean {
  return bound !== undefined && bound !== null && bound !== ""
}

function checkInt(field: FieldView, value: unknown, label: string): Fault[] {
  const number = Number(value)
  if (!Number.isInteger(number)) return one(NOT_WHOLE, label)
  const limit = (field.length ?? 0) > 11 ? Number.MAX_SAFE_INTEGER : INT_LIMIT
  if (number < -limit || number >= limit) return one("{0} must lie between {1} and {2}.", label, -limit, limit - 1)
  return checkNumber(field, value, label)
}

function checkJson(_: FieldView, value: unknown, label: string): Fault[] {
  try {
    JSON.parse(String(value))
    return none
  } catch (error) {
    return one("{0} must be valid JSON: {1}.", label, excerpt((error as Error).message, 120))
  }
}

function checkColor(field: FieldView, value: unknown, label: string): Fault[] {
  const faults = checkShort(field, value, label)
  if (faults.length > 0 || COLOR.test(String(value))) return faults
  return one('{0}: "{1}" is not a colour. Write it as #RRGGBB, such as #2490EF.', label, excerpt(String(value)))
}

function checkDate(_: FieldView, value: unknown, label: string): Fault[] {
  return parseIsoDate(String(value)) ? none : one(NO_DATE, label, excerpt(String(value)))
}

function checkDatetime(_: FieldView, value: unknown, label: string): Fault[] {
  const [, day = "", time] = /^(\S{10})(?:[ T](.+?)(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(String(value).trim()) ?? []
  return parseIsoDate(day) && (time === undefined || isTime(time)) ? none : one(NO_MOMENT, label, excerpt(String(value)))
}

function checkTime(_: FieldView, value: unknown, label: string): Fault[] {
  return isTime(String(value).trim()) ? none : one(NO_TIME, label, excerpt(String(value)))
}

function isTime(text: string): boolean {
  const [, hours, minutes, seconds = "0"] = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?$/.exec(text) ?? []
  return hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
}

function excerpt(text: string, limit = 60): string {
  const line = text.split(/\s+/).join(" ")
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`
}

const CHECKS: Record<string, Check> = {
  Data: checkData,
  Link: checkShort,
  "Dynamic Link": checkShort,
  Autocomplete: checkShort,
  Icon: checkShort,
  Barcode: (field, value, label) => checkData({ ...field, options: "Barcode", length: 1000 }, value, label),
  Phone: checkPhone,
  Select: checkSelect,
  Color: checkColor,
  "Small Text": checkLong,
  Text: checkLong,
  "Long Text": checkLong,
  Code: checkLong,
  JSON: checkJson,
  Geolocation: checkJson,
  Int: checkInt,
  Float: checkNumber,
  Currency: checkNumber,
  Percent: checkNumber,
  Duration: checkNumber,
  Rating: checkNumber,
  Date: checkDate,
  Datetime: checkDatetime,
  Time: checkTime,
}

/** Everything that is wrong with a filled value; nothing for an empty one or a type without rules. */
export function checkValue(field: FieldView, value: unknown): Fault[] {
  if (value === null || value === undefined || value === "") return none
  return CHECKS[field.fieldtype]?.(field, value, field.label || field.fieldname) ?? none
}
