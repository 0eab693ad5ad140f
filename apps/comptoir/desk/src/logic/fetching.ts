/** Fields whose value comes from a linked document (`fetch_from: client.phone`). */
import type { FieldView } from "../types"
import type { Doc } from "./documents"
import { NUMBERS } from "./fieldtypes"
import { isBlank, sameValue } from "./values"

export function fetchedFields(fields: readonly FieldView[], link: string): FieldView[] {
  return fields.filter((field) => field.fetch_from?.split(".")[0]?.trim() === link)
}

/** What changes when the answer arrives: emptied where the link is empty, kept where `fetch_if_empty` finds a value. */
export function laterFetched(targets: readonly FieldView[], doc: Doc, values: Doc): Doc {
  const changes: Doc = {}
  for (const field of targets) {
    const now = doc[field.fieldname]
    const filled = !isBlank(now) && !(NUMBERS.has(field.fieldtype) && Number(now) === 0)
    if (field.fetch_if_empty && filled) continue
    changes[field.fieldname] = values[field.fieldname] ?? (NUMBERS.has(field.fieldtype) ? 0 : null)
  }
  return changes
}

/**
 * What a link offers beside what is fetched: taken while the document says what the link before offered, or nothing
 * where none did. Whoever entered something else keeps it.
 */
export function laterOffered(targets: readonly FieldView[], doc: Doc, values: Doc, before: Doc): Doc {
  const fetched = new Set(targets.map((field) => field.fieldname))
  const names = [...new Set([...Object.keys(values), ...Object.keys(before)])].filter((name) => !fetched.has(name))
  if (!names.every((name) => sameValue(doc[name] || null, before[name] || null))) return {}
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}
