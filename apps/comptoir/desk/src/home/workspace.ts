/** The blocks of a start page, and how they are arranged. */
import type { Filter } from "@/types"

export type BlockKind = "header" | "number_card" | "chart" | "shortcut" | "quick_list"

export interface Block {
  type: BlockKind
  /** What it shows: a card, a chart or a DocType. */
  name: string
  label: string
  filters: Filter[]
  /** What a list shows of each document, the earliest or least of the first of them first; else when it was changed. */
  fields?: string[]
  width: number
}

export interface Workspace {
  name: string | null
  title: string
  /** Arranged by the user. */
  own: boolean
  blocks: Block[]
  workspaces: { name: string; title: string; icon?: string }[]
}

export interface Waiting {
  title: string
  doctype: string
  when: string
  tone: "late" | "soon" | "calm"
  filters: Filter[]
  count: number
  rows: { name: string; title: string | null; when: string | null }[]
}

export interface Step {
  title: string
  done: boolean
  /** Empty where the step is about no document. */
  doctype: string
  action: "new" | "list" | "import" | "tour" | "profile" | "search"
}

/** The block at `from` put where `to` is. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length) return [...list]
  const rest = list.filter((_, at) => at !== from)
  return [...rest.slice(0, to), list[from] as T, ...rest.slice(to)]
}

export const keyOf = (block: Block): string => `${block.type} ${block.name} ${block.label}`

/** With `block` at the end, once. */
export const added = (blocks: readonly Block[], block: Block): Block[] => [...blocks.filter((each) => keyOf(each) !== keyOf(block)), block]

/** Classes of a width, written out so that they are found when styles are made. */
export const SPANS: Record<number, string> = { 3: "col-span-6 lg:col-span-3", 4: "col-span-12 sm:col-span-6 lg:col-span-4", 6: "col-span-12 lg:col-span-6", 8: "col-span-12 lg:col-span-8", 12: "col-span-12" }

export const usualWidth: Record<BlockKind, number> = { header: 12, number_card: 3, chart: 6, shortcut: 3, quick_list: 6 }
