/**
 * What values mean in an expression: truth, equality, order, numbers, text.
 *
 * Every function is total. The rules are those of `docs/reference/expressions.md`, held together with the server's
 * by the shared vectors. Null stands for everything that is absent.
 */
export type Value = unknown

const NUMERAL = /^[ \t\r\n]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ \t\r\n]*$/

/** A value of a document as expressions see it. */
export function plain(value: unknown): Value {
  if (typeof value === "number") return finite(value)
  if (typeof value === "string" || typeof value === "boolean" || Array.isArray(value)) return value
  return typeof value === "object" ? value : null
}

/** Null where a calculation has no finite result; there is no negative zero. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null
}

/** Null, false, 0, "" and the empty list are false; everything else is true. */
export function truth(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

export function number(value: Value): number | null {
  if (typeof value === "number") return finite(value)
  if (typeof value === "boolean") return Number(value)
  const found = typeof value === "string" ? NUMERAL.exec(value) : null
  return found ? finite(Number(found[1])) : null
}

/** A value inside a longer text: null, lists and records are empty. */
export function text(value: Value): string {
  return typeof value === "object" || value === undefined ? "" : String(value)
}

/** `===`: same kind and same value. Lists and records are never identical to anything. */
export function identical(left: Value, right: Value): boolean {
  if (isNull(left) || isNull(right)) return isNull(left) && isNull(right)
  return typeof left !== "object" && left === right
}

/** `==`: null equals the empty text; a number equals the text that writes it. */
export function equal(left: Value, right: Value): boolean {
  if (isNothing(left) && isNothing(right)) return true
  if (isNull(left) || isNull(right) || typeof left === "object" || typeof right === "object") return false
  if (typeof left === "string" && typeof right === "string") return left === right
  const one = number(left)
  return one !== null && one === number(right)
}

const isNull = (value: Value): boolean => value === null || value === undefined
const isNothing = (value: Value): boolean => isNull(value) || value === ""

/** `<` and `<=`: texts by their UTF-16 units, everything else as numbers; with null it is false. */
export function less(left: Value, right: Value): boolean {
  return ordered(left, right, (a, b) => a < b)
}

export function lessOrEqual(left: Value, right: Value): boolean {
  return ordered(left, right, (a, b) => a <= b)
}

function ordered(left: Value, right: Value, test: (a: string | number, b: string | number) => boolean): boolean {
  if (typeof left === "string" && typeof right === "string") return test(left, right)
  const [one, other] = [number(left), number(right)]
  return one !== null && other !== null && test(one, other)
}

export function add(left: Value, right: Value): Value {
  if (typeof left === "string" || typeof right === "string") return text(left) + text(right)
  return finite((number(left) ?? 0) + (number(right) ?? 0))
}

/** `- * / %`: null counts as 0, text that is no number and division by zero give null. */
export function calculate(sign: "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  const [one, other] = [operand(left), operand(right)]
  if (one === null || other === null) return null
  if (sign === "-") return finite(one - other)
  if (sign === "*") return finite(one * other)
  if (other === 0) return null
  return finite(sign === "/" ? one / other : one % other)
}

/** A value in a calculation: null, the empty text, lists and records count as 0. */
export function operand(value: Value): number | null {
  return typeof value === "string" && value !== "" ? number(value) : (number(value) ?? 0)
}

/**
 * `value.name`: of a record its own value, `length` of lists and texts; anything else is null.
 *
 * `in` comes first, since it alone is seen by Vue: what asks for a value that is not there yet is asked again when it comes.
 */
export function member(value: Value, name: string): Value {
  if (Array.isArray(value) || typeof value === "string") return name === "length" ? value.length : null
  if (typeof value !== "object" || value === null || !(name in value) || !Object.hasOwn(value, name)) return null
  return plain((value as Record<string, unknown>)[name])
}

/** `value[index]`: a row of a list by its number from 0, a value of a record by its name; else null. */
export function item(value: Value, index: Value): Value {
  if (Array.isArray(value)) return typeof index === "number" ? plain(value[index]) : null
  return typeof index === "string" && typeof value !== "string" ? member(value, index) : null
}

/** Whether a list holds the value (by `===`), or a text contains it. */
export function contains(collection: Value, value: Value): boolean {
  if (Array.isArray(collection)) return collection.some((entry) => identical(plain(entry), value))
  return typeof collection === "string" && collection.includes(text(value))
}

/** Where a value is in a list or text, counted from 0; -1 if it is not. */
export function indexOf(collection: Value, value: Value): number {
  if (Array.isArray(collection)) return collection.findIndex((entry) => identical(plain(entry), value))
  return typeof collection === "string" ? collection.indexOf(text(value)) : -1
}
