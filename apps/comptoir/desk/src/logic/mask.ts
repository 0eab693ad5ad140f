/**
 * Input masks: `9` a digit, `A` a letter, `*` a letter or digit, `[...]` an optional part, a backslash makes the
 * next character literal, anything else stands for itself.
 *
 * `maskRegExp` is the rule (the server has the same one); `applyMask` is the help while typing, and never
 * invents a value: it only places what was typed and the literals before it.
 */
export interface MaskToken {
  slot: "digit" | "letter" | "alnum" | null
  char: string
}

interface MaskPart {
  tokens: MaskToken[]
  optional: boolean
}

const SLOTS: Record<string, NonNullable<MaskToken["slot"]>> = { "9": "digit", A: "letter", "*": "alnum" }
const LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0400-\u04ff"
const SLOT_SOURCES = { digit: "[0-9]", letter: `[${LETTERS}]`, alnum: `[0-9${LETTERS}]` }
const SLOT_TESTS = Object.fromEntries(Object.entries(SLOT_SOURCES).map(([slot, source]) => [slot, new RegExp(`^${source}$`)]))
const PLACEHOLDERS = { digit: "0", letter: "A", alnum: "A" }

function parseMask(mask: string): MaskPart[] {
  const parts: MaskPart[] = [{ tokens: [], optional: false }]
  const chars = [...mask]
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]!
    if (char === "[" || char === "]") parts.push({ tokens: [], optional: char === "[" })
    else if (char === "\\" && at + 1 < chars.length) parts.at(-1)!.tokens.push({ slot: null, char: chars[++at]! })
    else parts.at(-1)!.tokens.push({ slot: SLOTS[char] ?? null, char })
  }
  return parts.filter((part) => part.tokens.length > 0)
}

export function maskRegExp(mask: string): RegExp {
  const source = parseMask(mask)
    .map((part) => {
      const inner = part.tokens.map(tokenSource).join("")
      return part.optional ? `(?:${inner})?` : inner
    })
    .join("")
  return new RegExp(`^${source}$`, "u")
}

function tokenSource(token: MaskToken): string {
  return token.slot ? SLOT_SOURCES[token.slot] : token.char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
}

export function matchesMask(mask: string, value: string): boolean {
  return maskRegExp(mask).test(value)
}

/** Places typed text into the mask; what fits nowhere is dropped. */
export function applyMask(mask: string, text: string): string {
  if (text === "" || matchesMask(mask, text)) return text
  const attempts = variants(parseMask(mask)).map((tokens) => place(tokens, text))
  const complete = attempts.filter((attempt) => attempt.rest === 0 && matchesMask(mask, attempt.text))
  return (complete[0] ?? attempts[0] ?? { text }).text
}

/** The longest reading first, then those that leave optional parts out. */
function variants(parts: MaskPart[]): MaskToken[][] {
  return parts.reduce<MaskToken[][]>(
    (lists, part) => {
      const taken = lists.map((list) => [...list, ...part.tokens])
      return part.optional ? [...taken, ...lists] : taken
    },
    [[]],
  )
}

function place(tokens: MaskToken[], text: string): { text: string; rest: number } {
  const chars = [...text]
  let result = ""
  let pending = ""
  for (const token of tokens) {
    if (!token.slot) {
      pending += token.char
      if (chars[0] === token.char) {
        chars.shift()
        result += pending
        pending = ""
      }
      continue
    }
    while (chars.length > 0 && !SLOT_TESTS[token.slot]!.test(chars[0]!)) chars.shift()
    if (chars.length === 0) return { text: result, rest: 0 }
    result += pending + chars.shift()!
    pending = ""
  }
  const rest = chars.filter((char) => /[\p{L}0-9]/u.test(char)).length
  return { text: chars.length === 0 || rest > 0 ? result : result + pending, rest }
}

/** An example of the shape, for the placeholder: `+0 (000) 000-00-00`. */
export function maskPlaceholder(mask: string): string {
  return parseMask(mask)
    .filter((part) => !part.optional)
    .flatMap((part) => part.tokens)
    .map((token) => (token.slot ? PLACEHOLDERS[token.slot] : token.char))
    .join("")
}
