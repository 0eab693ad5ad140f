/** What a board keeps in the address beside its fields: limits of columns and which of them are folded. */

/** How many cards a column should hold at most, by its value; the column without a value has none. */
export type Limits = Readonly<Record<string, number>>

export function readLimits(text: string | undefined): Limits {
  const found = parsed(text)
  if (typeof found !== "object" || found === null || Array.isArray(found)) return {}
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, number] => Number.isInteger(entry[1]) && (entry[1] as number) > 0))
}

export function withLimit(limits: Limits, value: string, most: number | undefined): string | undefined {
  const rest = Object.entries(limits).filter(([each]) => each !== value)
  const all = Object.fromEntries(most ? [...rest, [value, most]] : rest)
  return Object.keys(all).length ? JSON.stringify(all) : undefined
}

/** Values of columns that somebody folded; an empty text is the column without a value. */
export function readFolded(text: string | undefined): ReadonlySet<string> {
  const found = parsed(text)
  return new Set(Array.isArray(found) ? found.filter((each): each is string => typeof each === "string") : [])
}

export function withFolded(folded: ReadonlySet<string>, value: string, fold: boolean): string | undefined {
  const rest = [...folded].filter((each) => each !== value)
  const all = fold ? [...rest, value] : rest
  return all.length ? JSON.stringify(all) : undefined
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null")
  } catch {
    // Somebody wrote the address by hand.
    return null
  }
}
