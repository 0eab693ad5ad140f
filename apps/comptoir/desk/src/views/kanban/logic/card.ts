import type { Column } from "@/list/logic/columns"
import type { FieldView } from "@/types"

/** What every card of a board shows. */
export interface CardLooks {
  title: Column
  columns: Column[]
  person?: FieldView
  total?: FieldView
  by: FieldView
}
