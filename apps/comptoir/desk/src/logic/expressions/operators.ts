/** The operators, functions and methods of the language, by name; there are no others. */
import * as values from "./values"
import type { Value } from "./values"

export type Compute = (left: Value, right: Value) => Value

export const EQUALITY: Record<string, Compute> = {
  "==": values.equal,
  "!=": (left, right) => !values.equal(left, right),
  "===": values.identical,
  "!==": (left, right) => !values.identical(left, right),
}

export const ORDER: Record<string, Compute> = {
  "<": values.less,
  "<=": values.lessOrEqual,
  ">": (left, right) => values.less(right, left),
  ">=": (left, right) => values.lessOrEqual(right, left),
  in: (left, right) => values.contains(right, left),
  "not in": (left, right) => !values.contains(right, left),
}

export const SUM: Record<string, Compute> = {
  "+": values.add,
  "-": (left, right) => values.calculate("-", left, right),
}

export const PRODUCT: Record<string, Compute> = {
  "*": (left, right) => values.calculate("*", left, right),
  "/": (left, right) => values.calculate("/", left, right),
  "%": (left, right) => values.calculate("%", left, right),
}

export const FUNCTIONS: Record<string, { count: number; compute: (...args: Value[]) => Value }> = {
  in_list: { count: 2, compute: (list, value) => values.contains(list, value) },
  cint: { count: 1, compute: (value) => Math.trunc(values.number(value) ?? 0) + 0 },
  flt: { count: 1, compute: (value) => values.number(value) ?? 0 },
}

export const METHODS: Record<string, Compute> = {
  includes: values.contains,
  indexOf: values.indexOf,
  startsWith: (text, part) => typeof text === "string" && text.startsWith(values.text(part)),
  endsWith: (text, part) => typeof text === "string" && text.endsWith(values.text(part)),
}

/** The function of the operators before a value, innermost last. */
export function signed(signs: readonly string[], value: Value): Value {
  return signs.reduceRight<Value>((result, sign) => {
    if (sign === "!") return !values.truth(result)
    return sign === "-" ? values.calculate("-", 0, result) : values.operand(result)
  }, value)
}
