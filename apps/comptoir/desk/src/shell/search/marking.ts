/** Which part of a shown text was typed, so that it can be marked. */
import { fold, typedWords } from "@/logic/folding"

export interface Piece {
  text: string
  typed: boolean
}

/** `text` cut where a typed word begins or ends. Texts whose letters change their number by folding are left whole. */
export function marked(text: string, typed: string): Piece[] {
  const plain = fold(text)
  const words = typedWords(typed)
  if (!words.length || plain.length !== text.length) return [{ text, typed: false }]
  const hits = new Array<boolean>(text.length).fill(false)
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) hits.fill(true, at, at + word.length)
  }
  const pieces: Piece[] = []
  for (const [at, hit] of hits.entries()) {
    const last = pieces.at(-1)
    if (last && last.typed === hit) last.text += text[at]
    else pieces.push({ text: text[at] ?? "", typed: hit })
  }
  return pieces
}
