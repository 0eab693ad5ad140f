/** Sizes that a declaration gives: a number of pixels or a CSS length. Anything else is no size, never a style of its own. */
const LENGTH = /^(\d+(?:\.\d+)?)(px|rem|em|ch|%|vh|vw)?$/

export function cssLength(text: unknown): string | undefined {
  const found = LENGTH.exec(String(text ?? "").trim().toLowerCase())
  return found && Number(found[1]) > 0 ? `${found[1]}${found[2] ?? "px"}` : undefined
}

/** A width in pixels, for columns that share a table; relative ones have none. */
export function pixels(text: unknown): number | undefined {
  const length = cssLength(text)
  return length?.endsWith("px") ? Number.parseFloat(length) : undefined
}
