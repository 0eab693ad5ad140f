/**
 * Evaluates a parsed expression over plain data.
 *
 * Only own properties of plain objects, lists and texts are read, and only the methods listed here are called;
 * whatever is absent is `undefined`, as in a document without that field.
 */
import { ExpressionError } from "./lexer"
import type { Node } from "./parser"

export type Scope = Record<string, unknown>
type Fn = (...args: unknown[]) => unknown

const TEXT_METHODS: Record<string, (text: string, ...args: unknown[]) => unknown> = {
  includes: (text, part) => text.includes(String(part)),
  startsWith: (text, part) => text.startsWith(String(part)),
  endsWith: (text, part) => text.endsWith(String(part)),
  indexOf: (text, part) => text.indexOf(String(part)),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
}
const LIST_METHODS: Record<string, (list: unknown[], ...args: unknown[]) => unknown> = {
  includes: (list, item) => list.some((member) => strictEquals(member, item)),
  indexOf: (list, item) => list.findIndex((member) => strictEquals(member, item)),
}
const FUNCTIONS: Record<string, Fn> = {
  cint: (value) => Math.trunc(number(value)) || 0,
  flt: (value) => number(value) || 0,
  in_list: (list, item) => Array.isArray(list) && list.some((member) => strictEquals(member, item)),
}

export function evaluate(node: Node, scope: Scope): unknown {
  switch (node.type) {
    case "literal":
      return node.value
    case "array":
      return node.items.map((item) => evaluate(item, scope))
    case "name":
      if (!Object.hasOwn(scope, node.name)) throw new ExpressionError(`Unknown name ${JSON.stringify(node.name)}`, node.position)
      return scope[node.name]
    case "member":
      return member(evaluate(node.object, scope), evaluate(node.key, scope))
    case "call":
      return call(node, scope)
    case "unary":
      return unary(node.operator, evaluate(node.operand, scope))
    case "conditional":
      return truthy(evaluate(node.test, scope)) ? evaluate(node.yes, scope) : evaluate(node.no, scope)
    case "binary":
      return binary(node.operator, node.left, node.right, scope)
  }
}

export function truthy(value: unknown): boolean {
  return Boolean(value)
}

function member(object: unknown, key: unknown): unknown {
  if (typeof object === "string" || Array.isArray(object)) {
    if (key === "length") return object.length
    return typeof key === "number" || /^\d+$/.test(String(key)) ? object[Number(key)] : undefined
  }
  if (typeof object !== "object" || object === null) return undefined
  const name = String(key)
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined
}

function call(node: Node & { type: "call" }, scope: Scope): unknown {
  const args = node.args.map((arg) => evaluate(arg, scope))
  const { callee } = node
  if (callee.type === "name" && Object.hasOwn(FUNCTIONS, callee.name)) return FUNCTIONS[callee.name]!(...args)
  if (callee.type === "member") {
    const target = evaluate(callee.object, scope)
    const method = String(evaluate(callee.key, scope))
    if (target === null || target === undefined) return undefined
    if (typeof target === "string" && Object.hasOwn(TEXT_METHODS, method)) return TEXT_METHODS[method]!(target, ...args)
    if (Array.isArray(target) && Object.hasOwn(LIST_METHODS, method)) return LIST_METHODS[method]!(target, ...args)
    throw new ExpressionError(`There is no method ${JSON.stringify(method)} here`, node.position)
  }
  throw new ExpressionError("Only the listed functions can be called", node.position)
}

function unary(operator: string, value: unknown): unknown {
  if (operator === "!") return !truthy(value)
  return operator === "-" ? -number(value) : number(value)
}

function binary(operator: string, leftNode: Node, rightNode: Node, scope: Scope): unknown {
  const left = evaluate(leftNode, scope)
  if (operator === "&&") return truthy(left) ? evaluate(rightNode, scope) : left
  if (operator === "||") return truthy(left) ? left : evaluate(rightNode, scope)
  if (operator === "??") return left ?? evaluate(rightNode, scope)
  const right = evaluate(rightNode, scope)
  switch (operator) {
    case "==":
      return looseEquals(left, right)
    case "!=":
      return !looseEquals(left, right)
    case "===":
      return strictEquals(left, right)
    case "!==":
      return !strictEquals(left, right)
    case "in":
      return isIn(left, right)
    case "+":
      return typeof left === "string" || typeof right === "string" ? text(left) + text(right) : number(left) + number(right)
    case "-":
      return number(left) - number(right)
    case "*":
      return number(left) * number(right)
    case "/":
      return number(left) / number(right)
    case "%":
      return number(left) % number(right)
    default:
      return compare(operator, left, right)
  }
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  const [a, b] = typeof left === "string" && typeof right === "string" ? [left, right] : [number(left), number(right)]
  if (operator === "<") return a < b
  if (operator === "<=") return a <= b
  return operator === ">" ? a > b : a >= b
}

function isIn(item: unknown, container: unknown): boolean {
  if (Array.isArray(container)) return container.some((member) => strictEquals(member, item))
  if (typeof container === "string") return container.includes(String(item))
  return typeof container === "object" && container !== null && Object.hasOwn(container, String(item))
}

function strictEquals(a: unknown, b: unknown): boolean {
  return a === b
}

function looseEquals(a: unknown, b: unknown): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null)
  if (typeof a === typeof b) return a === b
  if (typeof a === "object" || typeof b === "object") return false
  return number(a) === number(b)
}

function number(value: unknown): number {
  if (value === undefined) return NaN
  if (typeof value === "string") return value.trim() === "" ? 0 : /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value) ? Number(value) : NaN
  if (typeof value === "object" && value !== null) return NaN
  return Number(value)
}

function text(value: unknown): string {
  return String(value)
}
