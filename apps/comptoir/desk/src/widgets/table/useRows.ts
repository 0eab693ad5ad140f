/** The rows of a child table as a whole: which are chosen, and adding, deleting, copying and moving them. */
import { type ComputedRef, computed, reactive, toRaw } from "vue"
import { t } from "@/i18n"
import { type Row, rowsOf } from "@/logic/documents"
import { addRow, deleteRows, duplicateRows, moveRows, putBackRows } from "@/logic/grid/rows"
import type { DocTypeView } from "@/types"
import { notify } from "@/ui/toast"
import type { WidgetProps } from "../contract"

export interface Rows {
  rows: ComputedRef<Row[]>
  chosen: Set<number>
  /** The table has other rows from now on; none of them is chosen. */
  change: (rows: Row[]) => void
  choose: (index: number, on: boolean, range?: boolean) => void
  chooseAll: (on: boolean) => void
  /** The chosen rows where this is one of them, else this one. */
  meant: (index: number) => number[]
  add: (at?: number) => void
  remove: (indexes: readonly number[]) => void
  duplicate: (indexes: readonly number[]) => void
  /** The rows together before another one; where the first of them stands then. */
  move: (indexes: readonly number[], before: number) => number
}

export function useRows(props: WidgetProps, meta: () => DocTypeView | undefined, put: (rows: Row[]) => void): Rows {
  const chosen = reactive(new Set<number>())
  let anchor: number | undefined
  const rows = computed(() => rowsOf(props.doc, props.field.fieldname))

  function change(now: Row[]): void {
    chosen.clear()
    anchor = undefined
    put(now.map((row) => toRaw(row)))
  }

  function range(from: number, to: number, on: boolean): void {
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      if (on) chosen.add(index)
      else chosen.delete(index)
    }
  }

  function choose(index: number, on: boolean, through = false): void {
    range(through && anchor !== undefined ? anchor : index, index, on)
    anchor = index
  }

  function chooseAll(on: boolean): void {
    chosen.clear()
    anchor = undefined
    if (on) range(0, rows.value.length - 1, rows.value.length > 0)
  }

  /** Deleted rows can be had back for as long as the notice stands. */
  function remove(indexes: readonly number[]): void {
    const gone = [...indexes].sort((a, b) => a - b).map((index) => [index, rows.value[index]!] as const)
    change(deleteRows(rows.value, indexes))
    notify(gone.length === 1 ? t("1 row is deleted.") : t("{0} rows are deleted.", gone.length), "info", { label: t("Undo"), run: () => change(putBackRows(rows.value, gone)) })
  }

  function move(indexes: readonly number[], before: number): number {
    const many = indexes.length
    const kept = chosen.size > 0
    const moved = moveRows(rows.value, indexes, before)
    change(moved.rows)
    if (kept) range(moved.at, moved.at + many - 1, true)
    return moved.at
  }

  return {
    rows, chosen, change, choose, chooseAll, remove, move,
    meant: (index) => (chosen.has(index) ? [...chosen].sort((a, b) => a - b) : [index]),
    add: (at = rows.value.length) => {
      const declared = meta()
      if (declared && !props.readOnly) change(addRow(rows.value, declared, { parentfield: props.field.fieldname }, at))
    },
    duplicate: (indexes) => {
      const declared = meta()
      if (declared) change(duplicateRows(rows.value, declared, indexes))
    },
  }
}
