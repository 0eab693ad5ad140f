/** The rows of a child table and what can be done with them: cursor, editing, selection, clipboard. */
import { type ComputedRef, type Ref, computed, nextTick, reactive, ref } from "vue"
import { useFormEnv } from "@/form/env"
import { lang } from "@/i18n"
import { type Row, originalRow } from "@/logic/documents"
import { formatValue, leastDecimals, precisionOf } from "@/logic/formats"
import { type GridAction, type GridCursor, gridStep } from "@/logic/grid/keyboard"
import type { Spot } from "@/logic/grid/range"
import { UNFOUND, countsIn, entryColumn, settle, unfoundIn } from "@/logic/grid/rows"
import { formatNumber, numberStyle } from "@/logic/numbers"
import { rowsStayOpen } from "@/logic/visibility"
import { formats } from "@/stores/session"
import type { DocTypeView, FieldView } from "@/types"
import type { WidgetProps } from "../contract"
import { type CellState, cellState } from "./columns"
import { type GridClipboard, useClipboard } from "./useClipboard"
import { type GridColumns, useColumns } from "./useColumns"
import { useNames } from "./useNames"
import { type CellRange, useRange } from "./useRange"
import { type Rows, useRows } from "./useRows"

export interface Grid extends Rows, GridClipboard, Pick<GridColumns, "columns">, Pick<CellRange, "range" | "ranged" | "filling" | "fills" | "fill"> {
  meta: ComputedRef<DocTypeView | undefined>
  /** No value can be entered; where the rows alone are kept as they are, some may. */
  closed: ComputedRef<boolean>
  layout: GridColumns
  cursor: GridCursor
  /** Text that started the editing of a cell by being typed. */
  typed: Ref<string | undefined>
  /** The row whose form is open. */
  opened: Ref<number | undefined>
  /** The row that is dragged, and the one it would stand before. */
  drag: { from?: number; before?: number }
  /** Where the search for a cell takes the keyboard; only long tables have one. */
  finder: Ref<HTMLElement | undefined>
  /** The cell with the cursor was found by it. */
  searching: Ref<boolean>
  /** What stands in a cell, entered or calculated. */
  valueOf: (row: Row, column: FieldView) => unknown
  textOf: (row: Row, column: FieldView) => string
  /** Whether the foot adds up what stands in the row. */
  counts: (row: Row) => boolean
  set: (row: Row, column: FieldView, value: unknown) => void
  /** A text was typed into a link and left; which document it means is known when `value` is there. */
  setLater: (row: Row, column: FieldView, text: string, value: Promise<string | undefined>) => void
  /** Starts to fill a row that is new. */
  begin: (row: number) => void
  goTo: (row: number, column: number, edit?: boolean) => void
  /** Moves the cursor without taking the keyboard there. */
  show: (row: number, column: number) => void
  drop: () => void
  /** The range from where it was begun, or from the cursor, to this cell. */
  extendTo: (row: number, column: number) => void
  /** The range from one cell to another, where both are seen. */
  chooseTo: (from: Spot, to: Spot) => void
  onKey: (event: KeyboardEvent) => void
}

const AMOUNTS = new Set(["Int", "Float", "Currency", "Percent"])

export function useGrid(props: WidgetProps, put: (rows: Row[]) => void, root: Ref<HTMLElement | undefined>): Grid {
  const env = useFormEnv()
  const cursor = reactive<GridCursor>({ row: 0, column: 0, editing: false })
  const typed = ref<string>()
  const opened = ref<number>()
  const drag = reactive<Grid["drag"]>({})
  const finder = ref<HTMLElement>()
  const searching = ref(false)
  let before: unknown

  const meta = computed(() => env.children()[props.field.options ?? ""])
  const layout = useColumns(() => meta.value)
  const { columns } = layout
  const table = useRows(props, () => meta.value, put)
  const { rows } = table
  const editable = computed(() => !props.readOnly)
  const closed = computed(() => Boolean(props.readOnly) && !rowsStayOpen(props.field, meta.value, { doc: props.doc, isNew: false, canWrite: Boolean(env.view?.()?.rights?.write) }))

  const rowAt = (index = cursor.row): Row | undefined => rows.value[index]
  const columnAt = (): FieldView | undefined => columns.value[cursor.column]
  const stateOf = (column: FieldView, row: Row): CellState => cellState(column, row, props.doc, closed.value, originalRow(env.original?.(), props.field.fieldname, row))
  const writable = (column: FieldView, row: Row): boolean => !stateOf(column, row).readOnly
  const valueOf = (row: Row, column: FieldView): unknown => (env.calculated ? env.calculated.shown(row, column) : row[column.fieldname])
  const counts = (row: Row): boolean => countsIn(meta.value, row, props.doc)
  const textOf = (row: Row, column: FieldView): string =>
    unfoundIn(row)[column.fieldname] ?? formatValue(column, valueOf(row, column), { formats: formats.value, lang: lang.value, doc: row, parent: props.doc, titles: env.titles })

  /** A number without the sign of its currency, which no spreadsheet adds up. */
  function copied(row: Row, column: FieldView): string {
    const value = valueOf(row, column)
    if (!AMOUNTS.has(column.fieldtype) || value === null || value === undefined || !Number.isFinite(Number(value))) return textOf(row, column)
    return formatNumber(Number(value), { style: numberStyle(formats.value.number), precision: precisionOf(column), least: leastDecimals(column) })
  }

  function set(row: Row, column: FieldView, value: unknown): void {
    row[column.fieldname] = value
    settle(row, column.fieldname)
    env.rowChanged?.(props.field, row, column)
  }

  /** Marked until then, as what means no document is after pasting. */
  async function setLater(row: Row, column: FieldView, text: string, value: Promise<string | undefined>): Promise<void> {
    row[column.fieldname] = null
    row[UNFOUND] = { ...unfoundIn(row), [column.fieldname]: text }
    const name = await value.catch(() => undefined)
    if (name !== undefined && unfoundIn(row)[column.fieldname] === text) set(row, column, name)
  }

  const cells = useRange({ cursor, rows: () => rows.value, columns: () => columns.value, chosen: table.chosen, writable, set, copied })
  const clipboard = useClipboard({
    table, cells, copied, writable, field: () => props.field, columns: () => columns.value, meta: () => meta.value,
    editing: () => cursor.editing, editable: () => editable.value, names: useNames(() => props.doc), done: focusCell,
  })

  const cellNow = (): HTMLElement | null => root.value?.querySelector<HTMLElement>(`[data-cell="${cursor.row}-${cursor.column}"]`) ?? null

  function scrollToCell(): void {
    void nextTick(() => {
      root.value?.querySelector("[data-long]")?.scrollIntoView({ block: "nearest" })
      cellNow()?.scrollIntoView({ block: "nearest", inline: "nearest" })
    })
  }

  const holdCell = (): void => void nextTick(() => cellNow()?.focus({ preventScroll: true }))

  function focusCell(): void {
    holdCell()
    scrollToCell()
  }

  /** Starts editing where the cell can be edited in place; opens the row where it cannot. */
  function edit(text?: string): void {
    const [row, column] = [rowAt(), columnAt()]
    cursor.editing = false
    if (!row || !column) return
    const state = stateOf(column, row)
    if (column.fieldtype === "Check" && state.inline) set(row, column, Number(row[column.fieldname]) ? 0 : 1)
    else if (state.inline) {
      before = row[column.fieldname]
      typed.value = text
      cursor.editing = true
    } else if (text === undefined) opened.value = cursor.row
  }

  /** An input hands over what was typed when it is left. */
  function commit(): void {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && root.value?.contains(focused) && focused.closest("[data-editor]")) focused.blur()
  }

  function cancel(at: GridCursor): void {
    commit()
    const [row, column] = [rows.value[at.row], columns.value[at.column]]
    if (row && column) set(row, column, before)
  }

  function remove(row: number): void {
    table.remove(table.meant(row))
    cursor.row = Math.max(0, Math.min(cursor.row, rows.value.length - 1))
  }

  /** The row, with all chosen ones if it is one of them; the cursor stays in it. */
  function move(row: number, by: 1 | -1): void {
    const taken = table.meant(row)
    const at = table.move(taken, by < 0 ? taken[0]! - 1 : taken.at(-1)! + 2)
    cursor.row = at + taken.indexOf(row)
  }

  /** The row, or all rows of the range. */
  function chooseRows(row: number): void {
    const { top, bottom } = cells.range.value
    table.choose(top, top < bottom || !table.chosen.has(row))
    if (top < bottom) table.choose(bottom, true, true)
  }

  function drop(): void {
    if (drag.from !== undefined && drag.before !== undefined) table.move(table.meant(drag.from), drag.before)
    drag.from = drag.before = undefined
  }

  function apply(action: GridAction, was: GridCursor): void {
    if (action.type === "edit") edit(action.text)
    else if (action.type === "commit") commit()
    else if (action.type === "cancel") cancel(was)
    else if (action.type === "clear") cells.clear()
    else if (action.type === "fillDown") cells.fillDown()
    else if (action.type === "addRow") table.add()
    else if (action.type === "deleteRow") remove(action.row)
    else if (action.type === "moveRow") move(action.from, action.to > action.from ? 1 : -1)
    else if (action.type === "openRow") opened.value = action.row
    else if (action.type === "chooseRow") chooseRows(action.row)
    else if (action.type === "chooseAll") table.chooseAll(true)
    else if (action.type === "chooseNone") table.chooseAll(false)
    else if (action.type === "find") finder.value?.focus()
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    if (!(event.target as HTMLElement).closest("[data-cell]")) return
    const was = { ...cursor }
    const size = { rows: rows.value.length, columns: columns.value.length, editable: editable.value, chosen: table.chosen.size, searched: finder.value !== undefined }
    const step = gridStep(was, size, { key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey })
    if (!step.handled && step.actions.length === 0) return
    if (step.handled) event.preventDefault()
    for (const action of step.actions.filter((each) => each.type === "commit" || each.type === "cancel")) apply(action, was)
    Object.assign(cursor, step.cursor)
    for (const action of step.actions.filter((each) => each.type !== "commit" && each.type !== "cancel")) apply(action, was)
    if (step.handled && !cursor.editing && document.activeElement !== finder.value) focusCell()
  }

  const place = (row: number, column: number): void => void Object.assign(cursor, { row, column, editing: false, from: undefined, anchor: undefined })

  function goTo(row: number, column: number, start = false): void {
    commit()
    place(row, column)
    if (start) edit()
    if (!cursor.editing) focusCell()
  }

  return {
    ...table, meta, closed, layout, columns, cursor, typed, opened, drag, finder, searching, valueOf, textOf, counts, set, drop, onKey, ...clipboard, range: cells.range, ranged: cells.ranged, filling: cells.filling, fills: cells.fills,
    extendTo: (row, column) => {
      commit()
      Object.assign(cursor, { row, column, editing: false, from: undefined, anchor: cursor.anchor ?? { row: cursor.row, column: cursor.column } })
      focusCell()
    },
    chooseTo: (from, to) => {
      commit()
      Object.assign(cursor, { ...to, editing: false, from: undefined, anchor: from.row === to.row && from.column === to.column ? undefined : from })
      holdCell()
    },
    fill: (to) => {
      cells.fill(to)
      holdCell()
    },
    setLater: (row, column, text, value) => {
      const work = setLater(row, column, text, value)
      env.awaits?.(work, props.field.fieldname)
    },
    begin: (row) => goTo(row, entryColumn(columns.value, (column) => stateOf(column, rowAt(row) ?? {}).inline), true),
    goTo,
    show: (row, column) => {
      place(row, column)
      scrollToCell()
    },
  }
}
