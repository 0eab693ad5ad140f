/** What a new document is made from, as it stands in the address: a correction, a copy, or beside another document. */
import type { LocationQuery, LocationQueryRaw } from "vue-router"

/** The document a new one is made beside, and the field of the new one that points at it. */
export interface Beside {
  doctype: string
  name: string
  fieldname: string
}

export interface NewFrom {
  amend?: string
  duplicate?: string
  beside?: Beside
}

const text = (value: LocationQuery[string] | undefined): string | undefined => (typeof value === "string" && value ? value : undefined)

export const fromQuery = ({ doctype, name, fieldname }: Beside): LocationQueryRaw => ({ _beside: doctype, _name: name, _by: fieldname })

export function newFrom(query: LocationQuery): NewFrom {
  const [doctype, name, fieldname] = [text(query._beside), text(query._name), text(query._by)]
  return { amend: text(query.amend), duplicate: text(query.duplicate), beside: doctype && name && fieldname ? { doctype, name, fieldname } : undefined }
}

/** Tells what is made from one document apart from what is made from another; empty for a plain new document. */
export function sourceOf({ amend, duplicate, beside }: NewFrom): string {
  return amend ?? duplicate ?? (beside ? `${beside.doctype}/${beside.name}/${beside.fieldname}` : "")
}
