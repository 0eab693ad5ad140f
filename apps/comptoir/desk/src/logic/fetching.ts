/** Fields whose value comes from a linked document (`fetch_from: client.phone`). */
import type { FieldView } from "../types"
import type { Doc } from "./documents"
import { NUMBERS } from "./fieldtypes"
import { isBlank } from "./values"

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
