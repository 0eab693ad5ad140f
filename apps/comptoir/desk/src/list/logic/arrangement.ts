/**
 * Which columns a user wants, how wide and in which order, as text for the address and for the server:
 * `city,credit_limit:180`. The title always comes first and is not part of it. Columns that are gone are left out.
 */
import type { Column } from "./columns"

export interface Wanted {
  fieldname: string
  width?: number
}

export type Density = "normal" | "compact"
export const NARROWEST = 56
export const WIDEST = 640
const PART = /^(\w+)(?::(\d{1,4}))?$/

export const clamp = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)))

export function readColumns(text: string): Wanted[] {
  const found = new Map<string, Wanted>()
  for (const part of text.split(",")) {
    const [, fieldname, width] = PART.exec(part.trim()) ?? []
    if (fieldname) found.set(fieldname, width ? { fieldname, width: clamp(Number(width)) } : { fieldname })
  }
  return [...found.values()]
}

export const writeColumns = (wanted: readonly Wanted[]): string => wanted.map(({ fieldname, width }) => (width ? `${fieldname}:${width}` : fieldname)).join(",")

/** The columns to show: those of `standard` where nothing is wanted, else the title and what is wanted of `offered`. */
export function arranged(standard: readonly Column[], offered: readonly Column[], wanted: readonly Wanted[]): Column[] {
  const [title, ...rest] = standard
  if (!title || !wanted.length) return [...standard]
  const known = new Map([...offered, ...rest].map((column) => [column.fieldname, column]))
  const chosen = wanted.flatMap(({ fieldname, width }) => {
    const column = known.get(fieldname)
    return column ? [width ? { ...column, width } : column] : []
  })
  return [title, ...chosen]
}

/** What is shown, as it is wanted: the beginning of every change. Widths of the declaration are not written down. */
export function wantedOf(shown: readonly Column[], offered: readonly Column[]): Wanted[] {
  const usual = new Map(offered.map((column) => [column.fieldname, column.width]))
  return shown.slice(1).map(({ fieldname, width }) => (usual.get(fieldname) === width ? { fieldname } : { fieldname, width }))
}

export function resized(wanted: readonly Wanted[], fieldname: string, width: number | undefined): Wanted[] {
  return wanted.map((each) => (each.fieldname === fieldname ? (width === undefined ? { fieldname } : { fieldname, width: clamp(width) }) : each))
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [taken] = next.splice(from, 1)
  if (taken !== undefined) next.splice(Math.max(0, Math.min(next.length, to)), 0, taken)
  return next
}

export function toggled(wanted: readonly Wanted[], fieldname: string): Wanted[] {
  const rest = wanted.filter((each) => each.fieldname !== fieldname)
  return rest.length < wanted.length ? rest : [...rest, { fieldname }]
}
