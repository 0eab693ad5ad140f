/** Which columns an export has, and whether it may be made. */
import { holdsValue, TABLES } from "@/logic/fieldtypes"
import type { DocTypeView } from "@/types"
import type { Column } from "./columns"

/** How many rows there would be (`more`: than were counted), and the most one may take at once. */
export interface Extent {
  rows: number
  more: boolean
  most: number | null
}

const PEOPLE_AND_TIMES = ["owner", "creation", "modified_by", "modified"]

/** What the list shows, with the name that a later import would ask for and the currency of each amount. */
export function listedFields(view: DocTypeView, columns: Column[]): string[] {
  const stored = new Set(everyField(view))
  const shown = columns.flatMap(({ fieldname, kind, field }) => [fieldname, ...(kind === "money" && stored.has(field?.options ?? "") ? [field?.options ?? ""] : [])])
  return [...new Set(["name", ...shown])]
}

/** Every field with a column of its own that the actor may see. */
export function everyField(view: DocTypeView): string[] {
  const stored = view.fields.filter((field) => holdsValue(field.fieldtype) && !TABLES.has(field.fieldtype) && field.fieldtype !== "Password" && !field.is_virtual)
  return [...new Set(["name", ...stored.map((field) => field.fieldname), ...(view.is_submittable ? ["docstatus"] : []), ...PEOPLE_AND_TIMES])]
}

export type Verdict = "fine" | "nothing" | "too much"

export function verdictOn({ rows, more, most }: Extent): Verdict {
  if (most !== null && (rows > most || (more && rows >= most))) return "too much"
  return rows ? "fine" : "nothing"
}
