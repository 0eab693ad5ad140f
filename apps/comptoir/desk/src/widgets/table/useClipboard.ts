/** The cells of a grid to and from the clipboard, as the tab-separated text that spreadsheets take and give. */
import { useFormEnv } from "@/form/env"
import { t } from "@/i18n"
import type { Row } from "@/logic/documents"
import { parseBlock } from "@/logic/grid/paste"
import { tiled, toBlock } from "@/logic/grid/range"
import { type PasteTarget, linksOf, pasteBlock } from "@/logic/grid/rows"
import { formats } from "@/stores/session"
import type { DocTypeView, FieldView } from "@/types"
import { notify } from "@/ui/toast"
import type { Names } from "./useNames"
import type { CellRange } from "./useRange"
import type { Rows } from "./useRows"

export interface ClipboardOf {
  table: Rows
  field: () => FieldView
  columns: () => readonly FieldView[]
  meta: () => DocTypeView | undefined
  editing: () => boolean
  editable: () => boolean
  cells: CellRange
  names: Names
  copied: (row: Row, column: FieldView) => string
  writable: (column: FieldView, row: Row) => boolean
  done: () => void
}

export interface GridClipboard {
  onCopy: (event: ClipboardEvent) => void
  onCut: (event: ClipboardEvent) => void
  onPaste: (event: ClipboardEvent) => void
}

export function useClipboard({ table, field, columns, meta, editing, editable, cells, names, copied, writable, done }: ClipboardOf): GridClipboard {
  const env = useFormEnv()

  /** The chosen rows whole; else the range. */
  function block(): string {
    const { top, left, bottom, right } = cells.range.value
    const rows = table.chosen.size ? [...table.chosen].sort((a, b) => a - b).map((index) => table.rows.value[index]!) : table.rows.value.slice(top, bottom + 1)
    const shown = table.chosen.size ? columns() : columns().slice(left, right + 1)
    return toBlock(rows.map((row) => shown.map((column) => copied(row, column))))
  }

  function onCopy(event: ClipboardEvent): boolean {
    if (editing() || !(event.target as Element).closest("[data-cell]")) return false
    event.clipboardData?.setData("text/plain", block())
    event.preventDefault()
    return true
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (editing() || !editable() || !meta() || text === "") return
    event.preventDefault()
    const { top, left } = cells.range.value
    void paste(tiled(parseBlock(text), cells.range.value), top, left)
  }

  /** What stands for documents is looked up first, so that the whole block lands at once; nothing does where that fails. */
  async function paste(block: string[][], row: number, column: number): Promise<void> {
    const target = (): PasteTarget => ({ rows: table.rows.value, columns: columns(), meta: meta()!, row, column, writable, formats: formats.value, nameOf: names.of })
    const links = linksOf(block, target())
    try {
      if (links.length) await names.lookUp(links)
    } catch (error) {
      return notify((error as Error).message, "error")
    }
    const pasted = pasteBlock(block, target())
    table.change(pasted.rows)
    for (const [at, index] of pasted.linked) env.rowChanged?.(field(), table.rows.value[at]!, columns()[index]!)
    if (pasted.refused.length) notify(t("Some pasted cells were left out, as their text does not fit the column: {0}", pasted.refused.length), "warning")
    if (pasted.unfound.length) notify(t("Some pasted names were not found and are marked: {0}", pasted.unfound.length), "warning")
    done()
  }

  return {
    onPaste,
    onCopy: (event) => void onCopy(event),
    // Whole rows are deleted, not emptied: cut takes the range alone.
    onCut: (event) => {
      if (onCopy(event) && editable() && !table.chosen.size) cells.clear()
    },
  }
}
