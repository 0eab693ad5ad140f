/** The columns of a board as they are drawn. */
import { statusField } from "@/list/logic/status"
import type { DocTypeView, FieldView } from "@/types"
import type { Pile } from "./board"
import type { Limits } from "./options"

export interface BoardColumn {
  /** The value as the screen carries it; empty for documents without one. */
  key: string
  label: string
  pile: Pile
  /** The colour of a declared state, by its name. */
  state?: string
  /** A colour of its own, as CSS writes it. */
  color?: string
  folded: boolean
  limit?: number
  /** Holds more than it should. */
  over: boolean
}

export interface ColumnsAbout {
  view: DocTypeView
  by: FieldView
  limits: Limits
  folded: ReadonlySet<string>
  opened: ReadonlySet<string>
  labelOf: (value: string | null) => string
}

const HEX = /^#[0-9a-f]{3,8}$/i

/** Empty columns are folded until somebody opens them, the others when somebody folds them. */
export function columnsOf(piles: Pile[], { view, by, limits, folded, opened, labelOf }: ColumnsAbout): BoardColumn[] {
  const states = statusField(view)?.fieldname === by.fieldname ? view.states : []
  return piles.map((pile) => {
    const key = pile.value ?? ""
    const limit = limits[key]
    return {
      key, pile, label: labelOf(pile.value), limit, over: limit !== undefined && pile.count > limit,
      state: states.find((state) => state.title === pile.value)?.color, color: HEX.test(pile.color ?? "") ? (pile.color ?? undefined) : undefined,
      folded: pile.count ? folded.has(key) : !opened.has(key),
    }
  })
}
