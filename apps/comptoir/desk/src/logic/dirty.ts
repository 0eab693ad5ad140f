/** What differs between the document as loaded and as it stands now; the count is what "3 changes" says. */
import type { DocTypeView } from "../types"
import { type Doc, type Row, isEmptyRow, rowsOf } from "./documents"
import { TABLES, holdsValue } from "./fieldtypes"
import { type PerRow, anew } from "./perRow"
import { sameValue } from "./values"

export interface Change {
  fieldname: string
  /** The table and 1-based row, for a change inside a child row. */
  parentfield?: string
  idx?: number
  kind: "value" | "added" | "removed" | "moved"
}

export function changesOf(meta: DocTypeView, children: Record<string, DocTypeView>, before: Doc, after: Doc, perRow: PerRow = anew): Change[] {
  return meta.fields.flatMap((field) => {
    if (!holdsValue(field.fieldtype)) return []
    if (TABLES.has(field.fieldtype)) {
      const child = children[field.options ?? ""]
      return child ? rowChanges(child, field.fieldname, rowsOf(before, field.fieldname), rowsOf(after, field.fieldname), perRow) : []
    }
    return sameValue(before[field.fieldname], after[field.fieldname]) ? [] : [{ fieldname: field.fieldname, kind: "value" as const }]
  })
}

function rowChanges(meta: DocTypeView, parentfield: string, before: Row[], after: Row[], perRow: PerRow): Change[] {
  const changes: Change[] = []
  const loaded = new Map(before.filter((row) => row.name).map((row) => [row.name, row]))
  const kept = new Set(after.map((row) => row.name).filter(Boolean))
  for (const row of before) {
    if (row.name && !kept.has(row.name)) changes.push({ fieldname: parentfield, parentfield, kind: "removed" })
  }
  after.forEach((row, index) => {
    const idx = index + 1
    const old = row.name ? loaded.get(row.name) : undefined
    if (old) changes.push(...perRow(row, old, () => changedFields(meta, old, row)).map((fieldname) => ({ fieldname, parentfield, idx, kind: "value" as const })))
    else if (!perRow(row, undefined, () => isEmptyRow(row, meta))) changes.push({ fieldname: parentfield, parentfield, idx, kind: "added" })
  })
  if (isReordered(before, after)) changes.push({ fieldname: parentfield, parentfield, kind: "moved" })
  return changes
}

function changedFields(meta: DocTypeView, before: Row, after: Row): string[] {
  return meta.fields
    .filter((field) => holdsValue(field.fieldtype) && !TABLES.has(field.fieldtype))
    .filter((field) => !sameValue(before[field.fieldname], after[field.fieldname]))
    .map((field) => field.fieldname)
}

/** The rows that stayed stand in another order; additions and removals alone are no reordering. */
function isReordered(before: Row[], after: Row[]): boolean {
  const remaining = new Set(after.map((row) => row.name).filter(Boolean))
  const old = before.map((row) => row.name).filter((name) => name && remaining.has(name))
  const known = new Set(old)
  const now = after.map((row) => row.name).filter((name) => name && known.has(name))
  return old.some((name, index) => name !== now[index])
}

/** Applies one's own changes onto a freshly loaded document: "keep my changes" after a conflict. */
export function reapply(meta: DocTypeView, mine: Doc, before: Doc, fresh: Doc): Doc {
  const merged: Doc = { ...fresh }
  for (const field of meta.fields) {
    if (!holdsValue(field.fieldtype)) continue
    const name = field.fieldname
    const changed = TABLES.has(field.fieldtype)
      ? JSON.stringify(mine[name] ?? []) !== JSON.stringify(before[name] ?? [])
      : !sameValue(mine[name], before[name])
    if (changed) merged[name] = mine[name]
  }
  return merged
}
