/** How many cards and charts the links of a doctype declare; a declaration that cannot be read has none. */
export function declaredNumbers(texts: readonly string[]): { cards: number; charts: number } {
  const found = texts.map(read)
  return { cards: sum(found.map((each) => each.cards)), charts: sum(found.map((each) => each.charts)) }
}

function read(text: string): { cards: number; charts: number } {
  try {
    const said = JSON.parse(text) as { cards?: unknown; charts?: unknown } | null
    return { cards: lengthOf(said?.cards), charts: lengthOf(said?.charts) }
  } catch {
    return { cards: 0, charts: 0 }
  }
}

const lengthOf = (found: unknown): number => (Array.isArray(found) ? found.length : 0)
const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0)
