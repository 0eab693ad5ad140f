/** The words of an expression: names, numbers, texts and signs. */
import { ExpressionError } from "./errors"

export interface Token {
  kind: "name" | "number" | "string" | "sign" | "end"
  /** The decoded text of a string; the sign or name itself otherwise. */
  text: string
  /** 1-based place in the source. */
  position: number
}

const BLANK = /[ \t\r\n]+/y
const NUMBER = /(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?/y
const NAME = /[A-Za-z_$][A-Za-z0-9_$]*/y
const STRING = /"(?:[^"\\\r\n]|\\[^])*"|'(?:[^'\\\r\n]|\\[^])*'/y
const SIGN = /===|!==|==|!=|<=|>=|&&|\|\||\?\.(?![0-9])|[-+*/%<>!?:.,()[\]]/y
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([^]))/g
const ESCAPED: Record<string, string> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"', "/": "/" }

export function tokenize(source: string, offset = 0): Token[] {
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    const position = at + offset + 1
    const blank = match(BLANK)
    if (blank) {
      at += blank.length
      continue
    }
    const token = readToken(match, position)
    if (!token) throw new ExpressionError("syntax", `"${source[at]}" cannot stand here`, position)
    at += token.length
    const next = source[at] ?? ""
    if (token.kind === "number" && /[\p{L}\p{N}_$.]/u.test(next)) {
      throw new ExpressionError("syntax", `"${token.text}${next}" is no number`, position)
    }
    tokens.push({ kind: token.kind, text: token.text, position })
  }
  tokens.push({ kind: "end", text: "", position: source.length + offset + 1 })
  return tokens
}

function readToken(match: (pattern: RegExp) => string | undefined, position: number): { kind: Token["kind"]; text: string; length: number } | undefined {
  const number = match(NUMBER)
  if (number) return { kind: "number", text: number, length: number.length }
  const name = match(NAME)
  if (name) return { kind: "name", text: name, length: name.length }
  const string = match(STRING)
  if (string) return { kind: "string", text: decode(string.slice(1, -1), position), length: string.length }
  const sign = match(SIGN)
  return sign ? { kind: "sign", text: sign === "?." ? "." : sign, length: sign.length } : undefined
}

function decode(text: string, position: number): string {
  const decoded = text.replace(ESCAPE, (_, unicode: string | undefined, byte: string | undefined, char: string | undefined) => {
    const digits = unicode ?? byte
    if (digits) return String.fromCharCode(parseInt(digits, 16))
    if (!Object.hasOwn(ESCAPED, char ?? "")) throw new ExpressionError("syntax", `"\\${char}" is no escape`, position)
    return ESCAPED[char!]!
  })
  return decoded.replace(/\p{Surrogate}/gu, "\ufffd")
}
