/** A tree as far as it was read, and the rows it is drawn as. */
import type { Document } from "@/types"

/** Where documents without a parent lie. */
export const TOP = ""

export interface Branch {
  rows: Document[]
  has_more: boolean
}

export interface TreeAnswer {
  branches: Record<string, Branch>
  /** How many documents lie directly below one; those with none are left out. */
  below: Record<string, number>
  link_titles: Record<string, string>
}

export interface Tree {
  branches: Readonly<Record<string, Branch>>
  below: Readonly<Record<string, number>>
}

export const EMPTY: Tree = { branches: {}, below: {} }

export interface TreeRow {
  name: string
  row: Document
  parent: string
  level: number
  /** Its place among those beside it, from 1, and how many these are. */
  place: number
  among: number
  below: number
  open: boolean
}

/** The last row of a branch that goes on. */
export interface MoreRow {
  parent: string
  level: number
  shown: number
}

export const isMore = (row: TreeRow | MoreRow): row is MoreRow => "shown" in row

/** What a row is known by on the screen; no document has a name of two lines. */
export const rowId = (row: TreeRow | MoreRow): string => (isMore(row) ? `more\n${row.parent}` : row.name)

export function rowsOf(tree: Tree, open: ReadonlySet<string>): (TreeRow | MoreRow)[] {
  const rows: (TreeRow | MoreRow)[] = []
  const drawn = new Set<string>()
  const draw = (parent: string, level: number): void => {
    const branch = tree.branches[parent]
    branch?.rows.forEach((row, at) => {
      const name = String(row.name)
      if (drawn.has(name)) return
      drawn.add(name)
      const below = tree.below[name] ?? 0
      const isOpen = open.has(name) && below > 0
      rows.push({ name, row, parent, level, place: at + 1, among: branch.rows.length, below, open: isOpen })
      if (isOpen) draw(name, level + 1)
    })
    if (branch?.has_more) rows.push({ parent, level, shown: branch.rows.length })
  }
  draw(TOP, 1)
  return rows
}

/** With what was read of further branches, or of the rest of one. */
export function grown(tree: Tree, answer: TreeAnswer, start = 0): Tree {
  const branches = { ...tree.branches }
  const below = { ...tree.below }
  for (const [parent, branch] of Object.entries(answer.branches)) {
    const before = start ? (branches[parent]?.rows ?? []) : []
    const seen = new Set(before.map((row) => row.name))
    branches[parent] = { ...branch, rows: [...before, ...branch.rows.filter((row) => !seen.has(row.name))] }
    for (const row of branch.rows) delete below[String(row.name)]
  }
  return { branches, below: { ...below, ...answer.below } }
}

export const parentOf = (tree: Tree, name: string): string | undefined => Object.keys(tree.branches).find((parent) => tree.branches[parent]?.rows.some((row) => row.name === name))

export const rowOf = (tree: Tree, name: string): Document | undefined => Object.values(tree.branches).flatMap((branch) => branch.rows).find((row) => row.name === name)

/** Whether `name` is `top` or lies below it, as far as the tree was read. */
export function isWithin(tree: Tree, name: string, top: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = name; at && !seen.has(at); at = parentOf(tree, at)) {
    if (at === top) return true
    seen.add(at)
  }
  return false
}

/** The tree with a document below another parent; what lies below it comes along. */
export function replanted(tree: Tree, name: string, parent: string, link: string): Tree {
  const from = parentOf(tree, name)
  const row = rowOf(tree, name)
  if (from === undefined || !row || from === parent) return tree
  const branches = { ...tree.branches, [from]: without(tree.branches[from], name) }
  const known = branches[parent]
  if (known || !tree.below[parent]) branches[parent] = { has_more: known?.has_more ?? false, rows: [...(known?.rows ?? []), { ...row, [link]: parent || null }] }
  return { branches, below: { ...tree.below, ...counted(tree, from, -1), ...counted(tree, parent, 1) } }
}

const without = (branch: Branch | undefined, name: string): Branch => ({ has_more: branch?.has_more ?? false, rows: (branch?.rows ?? []).filter((row) => row.name !== name) })
const counted = (tree: Tree, name: string, step: number): Record<string, number> => (name === TOP ? {} : { [name]: Math.max(0, (tree.below[name] ?? 0) + step) })
