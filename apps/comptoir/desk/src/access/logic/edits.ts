/** Edits of the permission grid, kept beside the rows they change until they are saved. */
import type { PermissionRow, RowChange } from "../permitting"

export type RowIdentity = Pick<PermissionRow, "doctype" | "role" | "level" | "if_owner">
export type Edits = Readonly<Record<string, PermissionRow>>
/** A row with its edit; `marked` are the rights that the edit changes. */
export interface EditedRow extends PermissionRow {
  key: string
  state: "same" | "changed" | "added" | "removed"
  marked: ReadonlySet<string>
}

/** What a level above 0 can give. */
export const FIELD_RIGHTS = ["read", "write"]
const FINAL = new Set(["submit", "cancel", "amend"])

export const keyOf = ({ doctype, role, level, if_owner }: RowIdentity): string => JSON.stringify([doctype, role, level, Number(if_owner)])
const sorted = (rights: readonly string[]): string => [...rights].sort().join()
const differ = (one: readonly string[], other: readonly string[]): boolean => sorted(one) !== sorted(other)
const index = (rows: readonly PermissionRow[]): Map<string, PermissionRow> => new Map(rows.map((row) => [keyOf(row), row]))

/** Whether a right means anything on such a row. */
export function applies(row: Pick<PermissionRow, "level" | "submittable">, right: string): boolean {
  if (row.level > 0) return FIELD_RIGHTS.includes(right)
  return row.submittable !== false || !FINAL.has(right)
}

/** The rows as they would be, each with what changed. Those that go stay in sight until they are saved. */
export function edited(rows: readonly PermissionRow[], edits: Edits): EditedRow[] {
  const known = index(rows)
  const present = rows.map((row): EditedRow => {
    const edit = edits[keyOf(row)]
    const rights = edit?.rights ?? row.rights
    const marked = new Set([...rights, ...row.rights].filter((right) => rights.includes(right) !== row.rights.includes(right)))
    const state = !marked.size ? "same" : rights.length ? "changed" : "removed"
    return { ...row, rights, key: keyOf(row), state, marked }
  })
  const added = Object.values(edits).filter((edit) => !known.has(keyOf(edit)))
  return [...present, ...added.map((row): EditedRow => ({ ...row, key: keyOf(row), state: "added", marked: new Set(row.rights) }))]
}

/** What the server is to be told: only rows that differ from what it has. */
export function changesOf(rows: readonly PermissionRow[], edits: Edits): RowChange[] {
  const known = index(rows)
  return Object.values(edits)
    .filter((edit) => differ(edit.rights, known.get(keyOf(edit))?.rights ?? []))
    .map(({ doctype, role, level, if_owner, rights }) => ({ doctype, role, level, if_owner: Number(if_owner), rights }))
}

/** The same, each with the rights it is made upon, so that nobody's change is written over unseen. */
export function groundedChanges(rows: readonly PermissionRow[], edits: Edits): RowChange[] {
  const known = index(rows)
  return changesOf(rows, edits).map((change) => ({ ...change, was: known.get(keyOf(change))?.rights ?? [] }))
}

/** Edits with a row as it is to be; an edit that changes nothing any more is dropped. */
export function withRow(rows: readonly PermissionRow[], edits: Edits, row: PermissionRow): Edits {
  const key = keyOf(row)
  const { [key]: _, ...rest } = edits
  const known = index(rows).get(key)
  return known && !differ(known.rights, row.rights) ? rest : { ...rest, [key]: bare(row) }
}

export function withoutEdit(edits: Edits, key: string): Edits {
  const { [key]: _, ...rest } = edits
  return rest
}

/** A right given or taken. Who may do anything to a document may read it, or they would never meet it. */
export function toggled(rights: readonly string[], right: string): string[] {
  if (rights.includes(right)) return rights.filter((each) => each !== right)
  return right === "select" || rights.includes("read") || right === "read" ? [...rights, right] : [...rights, "read", right]
}

/**
 * "Only their own" is part of what a row is known by: the row goes and one with the same rights comes. Nothing
 * where there is such a row already.
 */
export function withOwner(rows: readonly PermissionRow[], edits: Edits, row: EditedRow): Edits | undefined {
  const other = { ...bare(row), if_owner: row.if_owner ? 0 : 1 }
  if (edited(rows, edits).some((each) => each.key === keyOf(other) && each.state !== "removed")) return undefined
  const rest = row.state === "added" ? withoutEdit(edits, row.key) : withRow(rows, edits, { ...row, rights: [] })
  return withRow(rows, rest, other)
}

/** Rows under edit that somebody else has changed since they were loaded. */
export function conflicts(before: readonly PermissionRow[], now: readonly PermissionRow[], edits: Edits): PermissionRow[] {
  const [old, fresh] = [index(before), index(now)]
  return Object.entries(edits).filter(([key]) => differ(old.get(key)?.rights ?? [], fresh.get(key)?.rights ?? [])).map(([, edit]) => edit)
}

/** The edits that still change something on rows loaded anew. */
export const rebased = (rows: readonly PermissionRow[], edits: Edits): Edits => Object.values(edits).reduce((kept, edit) => withRow(rows, kept, edit), {} as Edits)

function bare(row: PermissionRow): PermissionRow {
  const { doctype, doctype_label, module, submittable, role, role_label, level, if_owner, rights, masks, kind } = row
  return { doctype, doctype_label, module, submittable, role, role_label, level, if_owner: Number(if_owner), rights, masks, kind }
}
