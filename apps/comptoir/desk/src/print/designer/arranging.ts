/** What stands where on a sheet, as a value: sections of columns of items, and the moves of the designer on them. */

export type Extra = "Heading" | "Text" | "HTML" | "Divider" | "Spacer"
/** A row of `format_data`, as the server keeps it. */
export type Row = Record<string, unknown>

export interface TableColumn {
  fieldname: string
  label: string
  /** Percent of the table; empty for the usual width. */
  width: string
}

export interface Item {
  id: number
  /** What it is, unless it is a field. */
  extra?: Extra
  fieldname: string
  label: string
  hidesLabel: boolean
  text: string
  /** Of a table; none are the usual ones. */
  columns: TableColumn[]
  /** What this screen does not know of its row, to be kept. */
  rest: Row
}

export interface Section {
  id: number
  label: string
  onNewPage: boolean
  columns: Item[][]
}

export type Arrangement = readonly Section[]
export interface Spot {
  section: number
  column: number
  index: number
}

export const MOST_COLUMNS = 4
const SECTION = "Section Break"
const COLUMN = "Column Break"
const EXTRAS: Record<string, Extra> = { Heading: "Heading", Text: "Text", HTML: "HTML", "Custom HTML": "HTML", Divider: "Divider", Spacer: "Spacer" }
let last = 0

export const newItem = (part: Partial<Item> = {}): Item => ({ fieldname: "", label: "", hidesLabel: false, text: "", columns: [], rest: {}, ...part, id: ++last })
export const newSection = (part: Partial<Section> = {}): Section => ({ label: "", onNewPage: false, columns: [[]], ...part, id: ++last })

export function fromRows(rows: readonly Row[]): Arrangement {
  const sections: Section[] = []
  const current = (): Section => sections.at(-1) ?? (sections.push(newSection()), sections[0]!)
  for (const row of rows) {
    if (row.fieldtype === SECTION || row.fieldtype === "Tab Break") sections.push(newSection({ label: text(row.label), onNewPage: Boolean(row.page_break) }))
    else if (row.fieldtype === COLUMN) {
      if (current().columns.length < MOST_COLUMNS) current().columns.push([])
    } else if (!row.print_hide) current().columns.at(-1)!.push(itemOf(row))
  }
  return sections.filter((section) => section.label || section.columns.some((column) => column.length))
}

export function toRows(arrangement: Arrangement): Row[] {
  return arrangement.flatMap((section) => [
    { fieldtype: SECTION, ...(section.label && { label: section.label }), ...(section.onNewPage && { page_break: 1 }) },
    ...section.columns.flatMap((column, index) => [...(index ? [{ fieldtype: COLUMN }] : []), ...column.map(rowOf)]),
  ])
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")

function itemOf(row: Row): Item {
  const { fieldname, fieldtype, label, hide_label, options, visible_columns, print_hide: _, ...rest } = row
  const name = text(fieldname)
  const extra = !name || name.startsWith("_") || name === "print_heading_template" ? EXTRAS[text(fieldtype)] : undefined
  const columns = Array.isArray(visible_columns) ? (visible_columns as Row[]).filter((each) => !each.print_hide) : []
  return newItem({
    extra, rest, fieldname: name, label: text(label), hidesLabel: Boolean(hide_label), text: text(options),
    columns: columns.map((each) => ({ fieldname: text(each.fieldname), label: text(each.label), width: /^([\d.]+)%$/.exec(text(each.print_width))?.[1] ?? "" })),
  })
}

function rowOf(item: Item): Row {
  if (item.extra) return { ...item.rest, fieldtype: item.extra, ...(item.fieldname && { fieldname: item.fieldname }), ...(item.label && { label: item.label }), ...(item.text && { options: item.text }) }
  const columns = item.columns.map(({ fieldname, label, width }) => ({ fieldname, ...(label && { label }), ...(width && { print_width: `${width}%` }) }))
  return { ...item.rest, fieldname: item.fieldname, ...(item.label && { label: item.label }), ...(item.hidesLabel && { hide_label: 1 }), ...(columns.length && { visible_columns: columns }) }
}

export function itemAt(arrangement: Arrangement, id: number): Item | undefined {
  return arrangement.flatMap((section) => section.columns.flat()).find((item) => item.id === id)
}

export const placedFields = (arrangement: Arrangement): Set<string> => new Set(arrangement.flatMap((section) => section.columns.flat()).map((item) => item.fieldname))

export function spotOf(arrangement: Arrangement, id: number): Spot | undefined {
  for (const [section, { columns }] of arrangement.entries())
    for (const [column, items] of columns.entries()) {
      const index = items.findIndex((item) => item.id === id)
      if (index >= 0) return { section, column, index }
    }
  return undefined
}

/** Behind everything, in the last section; a sheet without any gets one. */
export function endOf(arrangement: Arrangement): Spot {
  const section = Math.max(0, arrangement.length - 1)
  const column = Math.max(0, (arrangement[section]?.columns.length ?? 1) - 1)
  return { section, column, index: arrangement[section]?.columns[column]?.length ?? 0 }
}

export function insert(arrangement: Arrangement, item: Item, spot: Spot): Arrangement {
  const sections = arrangement.length ? arrangement : [newSection()]
  return withColumn(sections, spot, (items) => [...items.slice(0, spot.index), item, ...items.slice(spot.index)])
}

export function remove(arrangement: Arrangement, id: number): Arrangement {
  const spot = spotOf(arrangement, id)
  return spot ? withColumn(arrangement, spot, (items) => items.filter((item) => item.id !== id)) : arrangement
}

/** To `spot`, which is meant as the sheet stands before the move. */
export function move(arrangement: Arrangement, id: number, spot: Spot): Arrangement {
  const [from, item] = [spotOf(arrangement, id), itemAt(arrangement, id)]
  if (!from || !item) return arrangement
  const isBehind = from.section === spot.section && from.column === spot.column && from.index < spot.index
  return insert(remove(arrangement, id), item, { ...spot, index: spot.index - (isBehind ? 1 : 0) })
}

/** One place up or down; past the end of a column into the next one, and so through the whole sheet. */
export function step(arrangement: Arrangement, id: number, by: 1 | -1): Arrangement {
  const from = spotOf(arrangement, id)
  if (!from) return arrangement
  const length = arrangement[from.section]!.columns[from.column]!.length
  if (by < 0 ? from.index > 0 : from.index < length - 1) return move(arrangement, id, { ...from, index: from.index + (by < 0 ? -1 : 2) })
  const columns = arrangement.flatMap(({ columns }, section) => columns.map((items, column) => ({ section, column, count: items.length })))
  const next = columns[columns.findIndex((each) => each.section === from.section && each.column === from.column) + by]
  return next ? move(arrangement, id, { section: next.section, column: next.column, index: by < 0 ? next.count : 0 }) : arrangement
}

export function changeItem(arrangement: Arrangement, id: number, part: Partial<Item>): Arrangement {
  const spot = spotOf(arrangement, id)
  return spot ? withColumn(arrangement, spot, (items) => items.map((item) => (item.id === id ? { ...item, ...part } : item))) : arrangement
}

export const changeSection = (arrangement: Arrangement, id: number, part: Partial<Section>): Arrangement => arrangement.map((section) => (section.id === id ? { ...section, ...part } : section))

/** What stood in a column that goes comes to the end of the last one that stays. */
export function setColumns(arrangement: Arrangement, id: number, count: number): Arrangement {
  const wanted = Math.min(MOST_COLUMNS, Math.max(1, count))
  return arrangement.map((section) => {
    if (section.id !== id) return section
    const kept = section.columns.slice(0, wanted)
    const left = section.columns.slice(wanted).flat()
    const added = Array.from({ length: wanted - kept.length }, (): Item[] => [])
    return { ...section, columns: [...kept.slice(0, -1), [...kept.at(-1)!, ...left], ...added] }
  })
}

export function insertSection(arrangement: Arrangement, section: Section, after?: number): Arrangement {
  const index = arrangement.findIndex(({ id }) => id === after)
  const at = index < 0 ? arrangement.length : index + 1
  return [...arrangement.slice(0, at), section, ...arrangement.slice(at)]
}

export const removeSection = (arrangement: Arrangement, id: number): Arrangement => arrangement.filter((section) => section.id !== id)

export function stepSection(arrangement: Arrangement, id: number, by: 1 | -1): Arrangement {
  const from = arrangement.findIndex((section) => section.id === id)
  const to = from + by
  if (from < 0 || to < 0 || to >= arrangement.length) return arrangement
  const sections = [...arrangement]
  sections.splice(to, 0, ...sections.splice(from, 1))
  return sections
}

function withColumn(arrangement: Arrangement, spot: Spot, change: (items: Item[]) => Item[]): Arrangement {
  return arrangement.map((section, index) =>
    index === spot.section ? { ...section, columns: section.columns.map((items, column) => (column === spot.column ? change(items) : items)) } : section,
  )
}
