/** The rows of a child table and what can be done with them: cursor, editing, selection, clipboard. */
import { type ComputedRef, type Ref, computed, nextTick, reactive, ref } from "vue"
import { useFormEnv } from "@/form/env"
import { t } from "@/i18n"
import { type Row, originalRow, renumber, rowsOf } from "@/logic/documents"
import { type GridAction, type GridCursor, gridStep } from "@/logic/grid/keyboard"
import { parseBlock } from "@/logic/grid/paste"
import { type PasteTarget, addRow, deleteRows, duplicateRow, gridColumns, linksOf, moveRow, pasteBlock, settle } from "@/logic/grid/rows"
import { formats } from "@/stores/session"
import type { DocTypeView, FieldView } from "@/types"
import { notify } from "@/ui/toast"
import type { WidgetProps } from "../contract"
import { type CellState, cellState } from "./columns"
import { useNames } from "./useNames"

export interface Grid {
  meta: ComputedRef<DocTypeView | undefined>
  columns: ComputedRef<FieldView[]>
  rows: ComputedRef<Row[]>
  cursor: GridCursor
  /** Text that started the editing of a cell by being typed. */
  typed: Ref<string | undefined>
  /** The row whose form is open. */
  opened: Ref<number | undefined>
  selected: Set<number>
  set: (row: Row, column: FieldView, value: unknown) => void
  add: (at?: number) => void
  remove: (indexes: Iterable<number>) => void
  duplicate: (index: number) => void
  move: (from: number, to: number) => void
  select: (index: number, on: boolean) => void
  goTo: (row: number, column: number, edit?: boolean) => void
  onKey: (event: KeyboardEvent) => void
  onPaste: (event: ClipboardEvent) => void
}

export function useGrid(props: WidgetProps, put: (rows: Row[]) => void, root: Ref<HTMLElement | undefined>): Grid {
  const env = useFormEnv()
  const cursor = reactive<GridCursor>({ row: 0, column: 0, editing: false })
  const typed = ref<string>()
  const opened = ref<number>()
  const selected = reactive(new Set<number>())
  const names = useNames(() => props.doc)
  let before: unknown

  const meta = computed(() => env.children()[props.field.options ?? ""])
  const columns = computed(() => (meta.value ? gridColumns(meta.value) : []))
  const rows = computed(() => rowsOf(props.doc, props.field.fieldname))
  const editable = computed(() => !props.readOnly)

  const rowAt = (index = cursor.row): Row | undefined => rows.value[index]
  const columnAt = (): FieldView | undefined => columns.value[cursor.column]
  const stateOf = (column: FieldView, row: Row): CellState => cellState(column, row, props.doc, Boolean(props.readOnly), originalRow(env.original?.(), props.field.fieldname, row))
  const writable = (column: FieldView, row: Row): boolean => !stateOf(column, row).readOnly

  function set(row: Row, column: FieldView, value: unknown): void {
    row[column.fieldname] = value
    settle(row, column.fieldname)
    env.rowChanged?.(props.field, row, column)
  }

  function change(now: Row[]): void {
    selected.clear()
    put(now)
  }

  const add = (at = rows.value.length): void => {
    if (meta.value && editable.value) change(addRow(rows.value, meta.value, { parentfield: props.field.fieldname }, at))
  }

  /** Deleted rows can be had back for as long as the notice stands. */
  function remove(indexes: Iterable<number>): void {
    const kept = [...rows.value]
    const gone = new Set(indexes)
    change(deleteRows(kept, gone))
    notify(gone.size === 1 ? t("1 row is deleted.") : t("{0} rows are deleted.", gone.size), "info", { label: t("Undo"), run: () => change(renumber(kept)) })
  }

  function focusCell(): void {
    void nextTick(() => {
      const cell = root.value?.querySelector<HTMLElement>(`[data-cell="${cursor.row}-${cursor.column}"]`)
      cell?.focus()
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" })
    })
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

  function fillDown(): void {
    const [row, above, column] = [rowAt(), rowAt(cursor.row - 1), columnAt()]
    if (row && above && column && writable(column, row)) set(row, column, above[column.fieldname])
  }

  function clear(): void {
    const [row, column] = [rowAt(), columnAt()]
    if (row && column && writable(column, row)) set(row, column, ["Int", "Float", "Currency", "Percent", "Check", "Rating", "Duration"].includes(column.fieldtype) ? 0 : null)
  }

  function apply(action: GridAction, was: GridCursor): void {
    if (action.type === "edit") edit(action.text)
    else if (action.type === "commit") commit()
    else if (action.type === "cancel") cancel(was)
    else if (action.type === "clear") clear()
    else if (action.type === "fillDown") fillDown()
    else if (action.type === "addRow") add()
    else if (action.type === "deleteRow") remove([action.row])
    else if (action.type === "moveRow") change(moveRow(rows.value, action.from, action.to))
    else if (action.type === "openRow") opened.value = action.row
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    if (!(event.target as HTMLElement).closest("[data-cell]")) return
    const was = { ...cursor }
    const size = { rows: rows.value.length, columns: columns.value.length, editable: editable.value }
    const step = gridStep(was, size, { key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey })
    if (!step.handled && step.actions.length === 0) return
    if (step.handled) event.preventDefault()
    for (const action of step.actions.filter((each) => each.type === "commit" || each.type === "cancel")) apply(action, was)
    Object.assign(cursor, step.cursor)
    for (const action of step.actions.filter((each) => each.type !== "commit" && each.type !== "cancel")) apply(action, was)
    if (step.handled && !cursor.editing) focusCell()
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (cursor.editing || !editable.value || !meta.value || text === "") return
    event.preventDefault()
    void paste(parseBlock(text), cursor.row, cursor.column)
  }

  /** What stands for documents is looked up first, so that the whole block lands at once; nothing does where that fails. */
  async function paste(block: string[][], row: number, column: number): Promise<void> {
    const target = (): PasteTarget => ({ rows: rows.value, columns: columns.value, meta: meta.value!, row, column, writable, formats: formats.value, nameOf: names.of })
    const links = linksOf(block, target())
    try {
      if (links.length) await names.lookUp(links)
    } catch (error) {
      return notify((error as Error).message, "error")
    }
    const pasted = pasteBlock(block, target())
    change(pasted.rows)
    for (const [at, index] of pasted.linked) env.rowChanged?.(props.field, rows.value[at]!, columns.value[index]!)
    if (pasted.refused.length) notify(t("Some pasted cells were left out, as their text does not fit the column: {0}", pasted.refused.length), "warning")
    if (pasted.unfound.length) notify(t("Some pasted names were not found and are marked: {0}", pasted.unfound.length), "warning")
    focusCell()
  }

  return {
    meta, columns, rows, cursor, typed, opened, selected, set, add, onKey, onPaste,
    remove,
    duplicate: (index) => meta.value && change(duplicateRow(rows.value, meta.value, index)),
    move: (from, to) => from !== to && change(moveRow(rows.value, from, to)),
    select: (index, on) => void (on ? selected.add(index) : selected.delete(index)),
    goTo: (row, column, start = false) => {
      commit()
      Object.assign(cursor, { row, column, editing: false })
      if (start) edit()
      if (!cursor.editing) focusCell()
    },
  }
}
