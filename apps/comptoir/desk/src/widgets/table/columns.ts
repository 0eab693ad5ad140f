/** What the cells of a child table need to know of their row. */
import { type Doc, type Row } from "@/logic/documents"
import { TOO_WIDE_FOR_CELL } from "@/logic/fieldtypes"
import { type FieldState, type FormContext, fieldState } from "@/logic/visibility"
import type { FieldView } from "@/types"

/** `original` is the row as it was loaded: what may be set only once is still open until it is saved. */
export function rowContext(row: Row, parent: Doc, readOnly: boolean, original?: Row): FormContext {
  return { doc: row, parent, isNew: !row.name, canWrite: !readOnly, original }
}

export interface CellState extends FieldState {
  /** Can be edited in the cell itself, not only in the row's form. */
  inline: boolean
}

export function cellState(column: FieldView, row: Row, parent: Doc, readOnly: boolean, original?: Row): CellState {
  const state = fieldState(column, rowContext(row, parent, readOnly, original))
  return { ...state, inline: state.visible && !state.readOnly && !TOO_WIDE_FOR_CELL.has(column.fieldtype) }
}

const RIGHT = new Set(["Int", "Float", "Currency", "Percent", "Duration"])

export const isRight = (column: FieldView): boolean => RIGHT.has(column.fieldtype)
