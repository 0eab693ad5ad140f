/** How surely a typed text means something that is called so. */
import { typedWords } from "@/logic/folding"

/** The lower, the surer. */
export const EXACT = 0
export const BEGUN = 1
export const WORDS = 2
export const PIECES = 3
export const ALSO = 4
export const NEAR = 5
/** What the server found by something that is not shown as the title. */
export const ELSEWHERE = 6

const SHORTEST_PIECE = 2
const SHORTEST_STEM = 4
const ENDING = 2

/** `also`: other words for the same, such as its English name. Undefined where the text does not mean it. */
export function rankOf(text: string, label: string, also = ""): number | undefined {
  const [typed, words] = [typedWords(text), typedWords(label)]
  if (!typed.length) return undefined
  const [wanted, whole] = [typed.join(" "), words.join(" ")]
  if (whole === wanted) return EXACT
  if (whole.startsWith(wanted)) return BEGUN
  if (typed.every((word) => words.some((each) => each.startsWith(word)))) return WORDS
  if (typed.every((word) => words.some((each) => holds(each, word)))) return PIECES
  const all = [...words, ...typedWords(also)]
  if (typed.every((word) => all.some((each) => holds(each, word)))) return ALSO
  return typed.every((word) => all.some((each) => holds(each, word) || sameStem(each, word))) ? NEAR : undefined
}

const holds = (word: string, typed: string): boolean => (typed.length >= SHORTEST_PIECE ? word.includes(typed) : word.startsWith(typed))

/** "clients" for "client", «сделки» for «сделка»: only the endings differ. */
function sameStem(word: string, typed: string): boolean {
  const longest = Math.max(word.length, typed.length)
  const needed = Math.max(SHORTEST_STEM, longest - ENDING)
  return Math.min(word.length, typed.length) >= needed && word.slice(0, needed) === typed.slice(0, needed)
}

/** The items that are meant, the surest first, and otherwise in their order. */
export function ranked<T>(items: readonly T[], rank: (item: T) => number | undefined): { item: T; rank: number }[] {
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter((each): each is { item: T; rank: number } => each.rank !== undefined)
    .sort((one, other) => one.rank - other.rank)
}

/** Words with which one asks, in the languages of the Desk; they say nothing of what is asked for. */
const ASKING = new Set(
  typedWords("how do does i we you can could to a an the my is are what where which who why comment faire puis peut on je est que quoi ou pour un une le la les des de du mon mes как мне где что можно ли я это в на с и к"),
)
const OPENING = new Set(typedWords("how what where why who comment où quoi pourquoi qui как где что почему зачем кто"))

export const asksHow = (text: string): boolean => OPENING.has(typedWords(text)[0] ?? "")

/** What a question is about. */
export const askedFor = (text: string): string => typedWords(text).filter((word) => !ASKING.has(word)).join(" ")
