/** An answer as a table: rows with subtotals, columns of a pivot, totals. Nothing is added here; the server has. */
import { order } from "./dimensions"
import type { Dimension, Group, Key, ReportAnswer } from "./types"
import { size } from "./values"

export interface Asked {
  rows: Dimension[]
  columns: Dimension[]
}

/** One row: a group of the first field, of the second below it, or the total. */
export interface Row {
  keys: Key[]
  /** For each column the group there is; the last one is the total of the row where there are columns. */
  cells: (Group | undefined)[]
  /** It has rows of its own below. */
  parent: boolean
}

export interface Table {
  rows: Row[]
  total: Row
  /** The keys over each cell; none over a total. */
  columns: Key[][]
  hidden: number
}

const name = (keys: Key[]): string => JSON.stringify(keys.map((key) => (typeof key === "string" ? key.toLowerCase() : key)))

export function tableOf(answer: ReportAnswer, { rows, columns }: Asked): Table {
  const groups = new Map(answer.levels.map((level) => [`${level.rows} ${level.columns}`, level]))
  const at = (row: number, column: number): Group[] => groups.get(`${row} ${column}`)?.groups ?? []
  const known = new Map(answer.levels.flatMap((level) => level.groups.map((group) => [`${level.rows} ${level.columns} ${name(group.keys)}`, group] as const)))

  const heads = columns.length ? ordered(at(0, 1), columns[0] as Dimension, 0).map((group) => group.keys) : []
  const over: Key[][] = [...heads, []]
  const rowOf = (keys: Key[], parent = false): Row => ({
    keys, parent, cells: over.map((column) => known.get(`${keys.length} ${column.length} ${name([...keys, ...column])}`)),
  })
  const first = rows.length ? ordered(at(1, 0), rows[0] as Dimension, 0) : []
  const second = rows.length > 1 ? at(2, 0) : []
  const below = (keys: Key[]): Group[] => ordered(second.filter((group) => name([group.keys[0] ?? null]) === name(keys)), rows[1] as Dimension, 1)
  const listed = first.flatMap(({ keys }) => [rowOf(keys, rows.length > 1), ...(rows.length > 1 ? below(keys).map((group) => rowOf(group.keys)) : [])])
  const hidden = Math.max(...answer.levels.filter((level) => !level.columns || !rows.length).map((level) => level.hidden))
  return { rows: listed, total: rowOf([]), columns: over, hidden }
}

function ordered(groups: Group[], dimension: Dimension, place: number): Group[] {
  const by = order(dimension)
  const rank = (group: Group): number => (by ? by(group.keys[place] ?? null) : -size(group.values[0]))
  return [...groups].sort((one, other) => rank(one) - rank(other) || String(one.keys[place] ?? "").localeCompare(String(other.keys[place] ?? "")))
}
