/**
 * A list under the keyboard: arrows, Enter, x or Space to tick, Shift with arrows and Ctrl+A to tick more, e and a to change
 * and assign what is ticked, n for new, / to search, Escape to let go. The arrows to the sides choose a cell of the row: Enter
 * edits it there, F2 any cell.
 */
import { onMounted, onUnmounted, ref, type Ref } from "vue"
import { t } from "@/i18n"
import { latinKey, useShortcuts } from "@/ui/shortcuts"
import type { BulkAction } from "./logic/bulk"

export interface ListKeys {
  count: () => number
  columns: () => number
  open: (index: number) => void
  toggle: (index: number) => void
  /** Ticks one row and the other beside it. */
  extend: (from: number, to: number) => void
  selectAll: () => void
  /** Does something to the rows that are ticked; false where nothing is, or it is not allowed. */
  act: (action: BulkAction) => boolean
  /** False where the cell is not for editing. */
  edit: (index: number, column: number) => boolean
  create: () => void
  search: () => void
  clear: () => void
}

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]"

/** The row the arrows reached (-1 for none), and its cell: 0 is the title, which opens the document. */
export interface Cursor {
  row: number
  column: number
}

export function useListKeys(actions: ListKeys): Ref<Cursor> {
  const cursor = ref<Cursor>({ row: -1, column: 0 })

  function move(step: number): void {
    cursor.value = { ...cursor.value, row: Math.max(0, Math.min(actions.count() - 1, cursor.value.row + step)) }
    requestAnimationFrame(() => document.querySelectorAll("[data-name]")[cursor.value.row]?.scrollIntoView({ block: "nearest" }))
  }

  function extend(step: number): boolean {
    const from = Math.max(0, cursor.value.row)
    move(step)
    if (actions.count()) actions.extend(from, cursor.value.row)
    return true
  }

  function sideways(step: number): boolean {
    if (cursor.value.row < 0) return false
    cursor.value = { ...cursor.value, column: Math.max(0, Math.min(actions.columns() - 1, cursor.value.column + step)) }
    requestAnimationFrame(() => document.querySelector("[data-cursor]")?.scrollIntoView({ block: "nearest", inline: "nearest" }))
    return true
  }

  const onRow = (action: (index: number) => void): boolean => {
    const { row } = cursor.value
    if (row < 0 || row >= actions.count()) return false
    action(row)
    return true
  }

  const edited = (): boolean => cursor.value.row >= 0 && cursor.value.row < actions.count() && actions.edit(cursor.value.row, cursor.value.column)

  /** True when the key meant something here. */
  function run(key: string, shift: boolean, target: Element): boolean {
    const onControl = target.closest("a, button") !== null
    switch (key) {
      case "ArrowDown": return shift ? extend(1) : (move(1), true)
      case "ArrowUp": return shift ? extend(-1) : (move(-1), true)
      case "ArrowLeft": return !onControl && sideways(-1)
      case "ArrowRight": return !onControl && sideways(1)
      case "F2": return edited()
      case "Enter": return !onControl && ((cursor.value.column > 0 && edited()) || onRow(actions.open))
      case " ": return !onControl && onRow(actions.toggle)
      case "x": return onRow(actions.toggle)
      case "e": return actions.act("edit")
      case "a": return actions.act("assign")
      case "n": return (actions.create(), true)
      case "/": return (actions.search(), true)
      case "Escape": return (actions.clear(), true)
      default: return false
    }
  }

  function listen(event: KeyboardEvent): void {
    const target = event.target as Element
    const key = latinKey(event)
    const all = (event.ctrlKey || event.metaKey) && key === "a"
    if (((event.ctrlKey || event.metaKey) && !all) || event.altKey || event.defaultPrevented || target.closest(TYPING)) return
    if (document.querySelector("[role=dialog][data-state=open], [role=menu]")) return
    if (all) actions.selectAll()
    if (all || run(key, event.shiftKey, target)) event.preventDefault()
  }

  useShortcuts(() => ({
    title: t("List"),
    shortcuts: [
      { keys: "down up", label: t("Next and previous row") },
      { keys: "enter", label: t("Open the row") },
      { keys: "x space", label: t("Choose the row") },
      { keys: "shift+up shift+down", label: t("Choose more rows") },
      { keys: "mod+a", label: t("Choose all rows that are shown") },
      { keys: "e", label: t("Change fields of the chosen rows") },
      { keys: "a", label: t("Assign the chosen rows") },
      { keys: "escape", label: t("Let go of the chosen rows") },
      { keys: "n", label: t("New document") },
      { keys: "/", label: t("Search in the list") },
    ],
  }))
  onMounted(() => window.addEventListener("keydown", listen))
  onUnmounted(() => window.removeEventListener("keydown", listen))
  return cursor
}
