/** In which order a key leads to the tables of a form. */
import type { DocTypeView, FieldView } from "../../types"
import { gridColumns } from "./rows"

/** First the tables that must have rows, then those with the most columns: what the document is about, not what stands beside it. */
export function tablesInOrder(tables: readonly FieldView[], children: Record<string, DocTypeView>): string[] {
  const width = (table: FieldView): number => {
    const child = children[table.options ?? ""]
    return child ? gridColumns(child).length : 0
  }
  return [...tables].sort((one, two) => Number(two.reqd ?? 0) - Number(one.reqd ?? 0) || width(two) - width(one)).map((table) => table.fieldname)
}

/** The table after the one somebody is in, and the first one for who is in none. */
export function nextTable(order: readonly string[], current: string | undefined): string | undefined {
  return order[(order.indexOf(current ?? "") + 1) % order.length]
}
