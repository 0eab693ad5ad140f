/** Groups of conditions: what the builder edits, what the address holds and what the server takes. */
import type { Filter, FilterTree, FilterValue } from "@/types"
import { isOperator } from "./operators"

export interface FilterGroup {
  /** Any of its items, or all of them. */
  any: boolean
  items: FilterNode[]
}
export type FilterNode = Filter | FilterGroup

const DEEPEST = 4

export const isGroup = (node: FilterNode): node is FilterGroup => !Array.isArray(node)

/** As the server takes it: conditions joined by "and" or "or". */
export function toTree({ any, items }: FilterGroup): FilterTree {
  return items.flatMap((item, at) => [...(at ? [any ? ("or" as const) : ("and" as const)] : []), isGroup(item) ? toTree(item) : item])
}

export const writeGroup = (group: FilterGroup): string => JSON.stringify(toTree(group))

/** A group from an address, without conditions on fields the actor does not have; undefined where nothing is left. */
export function readGroup(text: unknown, known: ReadonlySet<string>): FilterGroup | undefined {
  if (typeof text !== "string") return undefined
  try {
    return group(JSON.parse(text), known, 0)
  } catch {
    return undefined
  }
}

function group(parsed: unknown, known: ReadonlySet<string>, depth: number): FilterGroup | undefined {
  if (!Array.isArray(parsed) || depth > DEEPEST) return undefined
  let found: FilterGroup = { any: parsed[1] === "or", items: [] }
  parsed.forEach((part, at) => {
    if (at % 2) return
    const joined = at ? parsed[at - 1] === "or" : found.any
    const item = condition(part, known) ?? group(part, known, depth + 1)
    // From left to right: "a and b or c" is "a and b", or else c.
    if (joined !== found.any) found = { any: joined, items: found.items.length ? [simplest(found)] : [] }
    if (item) found.items.push(isGroup(item) ? simplest(item) : item)
  })
  return found.items.length ? found : undefined
}

/** A group of one is that one. */
const simplest = (node: FilterGroup): FilterNode => (node.items.length === 1 ? (node.items[0] as FilterNode) : node)

function condition(part: unknown, known: ReadonlySet<string>): Filter | undefined {
  if (!Array.isArray(part) || part.length !== 3 || typeof part[0] !== "string" || !known.has(part[0])) return undefined
  return typeof part[1] === "string" && isOperator(part[1]) ? [part[0], part[1], part[2] as FilterValue] : undefined
}

/** The root of the builder: what the list is filtered by, as one group. */
export function toRoot(filters: Filter[], where: FilterGroup | undefined): FilterGroup {
  if (!where) return { any: false, items: filters }
  if (where.any && !filters.length) return where
  return { any: false, items: [...filters, ...(where.any ? [where] : where.items)] }
}

/** Plain conditions that must all hold stay plain filters, which the row of tools shows one by one. */
export function fromRoot(root: FilterGroup): { filters: Filter[]; where: FilterGroup | undefined } {
  const items = root.items.filter((item) => !isGroup(item) || item.items.length)
  if (root.any && items.length > 1) return { filters: [], where: { any: true, items } }
  const filters = items.filter((item): item is Filter => !isGroup(item))
  const groups = items.filter(isGroup)
  const only = groups.length === 1 ? groups[0] : undefined
  return { filters, where: only?.any ? only : groups.length ? { any: false, items: groups } : undefined }
}

export const countOf = (group: FilterGroup | undefined): number => (group ? group.items.reduce((sum, item) => sum + (isGroup(item) ? countOf(item) : 1), 0) : 0)
