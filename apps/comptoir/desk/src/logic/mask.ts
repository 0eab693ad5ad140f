/**
 * Input masks: `9` a digit, `A` a letter, `*` a letter or digit, `[...]` an optional part, a backslash makes the
 * next character literal, anything else stands for itself.
 *
 * `maskRegExp` is the rule (the server has the same one); `applyMask` is the help while typing. It invents no value
 * and loses none: it places what was typed and the literals before it, without those that are optional, and text
 * with letters or digits that have no place stays as it is, for the check to tell.
 */
export interface MaskToken {
  slot: "digit" | "letter" | "alnum" | null
  char: string
  /** A literal that may be left out by itself. */
  free?: boolean
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
  return parts.filter((part) => part.tokens.length > 0).map(freed)
}

function freed(part: MaskPart): MaskPart {
  const isFree = part.optional && part.tokens.every(({ slot }) => !slot)
  return isFree ? { ...part, tokens: part.tokens.map((token) => ({ ...token, free: true })) } : part
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

/** Places typed text into the mask, signs between letters and digits aside. */
export function applyMask(mask: string, text: string): string {
  if (text === "" || matchesMask(mask, text)) return text
  const attempts = variants(parseMask(mask)).flatMap((tokens) => place(tokens, text) ?? [])
  return attempts.find((attempt) => matchesMask(mask, attempt)) ?? attempts[0] ?? text
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

const MEANS = /[\p{L}\p{N}]/u

/** Undefined where a letter or digit of the text has no place. */
function place(tokens: MaskToken[], text: string): string | undefined {
  const chars = [...text]
  let result = ""
  let pending = ""
  for (const token of tokens) {
    if (!token.slot) {
      if (chars[0] === token.char) {
        chars.shift()
        result += pending + token.char
        pending = ""
      } else if (!token.free) pending += token.char
      continue
    }
    while (chars.length > 0 && !MEANS.test(chars[0]!)) chars.shift()
    if (chars.length === 0) return result
    if (!SLOT_TESTS[token.slot]!.test(chars[0]!)) return undefined
    result += pending + chars.shift()!
    pending = ""
  }
  if (chars.some((char) => MEANS.test(char))) return undefined
  return chars.length === 0 ? result : result + pending
}

/** An example of the shape, for the placeholder: `+0 (000) 000-00-00`. */
export function maskPlaceholder(mask: string): string {
  return parseMask(mask)
    .filter((part) => !part.optional)
    .flatMap((part) => part.tokens)
    .map((token) => (token.slot ? PLACEHOLDERS[token.slot] : token.char))
    .join("")
}
