/** Groups of field types the form reasons about; the one place that names them. */
import type { FieldView } from "../types"

/** Fields that shape the layout and hold nothing. */
export const BREAKS: ReadonlySet<string> = new Set(["Section Break", "Column Break", "Tab Break", "Fold"])

/** Fields drawn on the form that hold nothing. */
export const DISPLAY_ONLY: ReadonlySet<string> = new Set(["Heading", "HTML", "Button", "Image"])

export const TABLES: ReadonlySet<string> = new Set(["Table", "Table MultiSelect"])

export const NUMBERS: ReadonlySet<string> = new Set(["Int", "Float", "Currency", "Percent", "Rating", "Duration", "Check"])

const ADDED: ReadonlySet<string> = new Set(["Int", "Long Int", "Float", "Currency", "Duration"])
/** What is called like this is said of one piece, or of a hundred. */
const OF_ONE = /(^|_)(rate|price|factor|percent)$|^unit_cost$|^cost_per_/

/** Whether the sum of a field means something: in the foot of a table, of a list, on a board, in a report. */
export const isSummed = (field: FieldView): boolean => ADDED.has(field.fieldtype) && !field.not_summed && !OF_ONE.test(field.fieldname)

/** Short texts: checked for length 140 unless the field says otherwise. */
export const SHORT_TEXTS: ReadonlySet<string> = new Set([
  "Data",
  "Link",
  "Dynamic Link",
  "Select",
  "Autocomplete",
  "Read Only",
  "Phone",
  "Barcode",
  "Icon",
  "Color",
  "Password",
])

/** Texts as they are typed, which can take each other's values. */
export const PLAIN_TEXTS: ReadonlySet<string> = new Set(["Data", "Small Text", "Text", "Long Text"])

/** Wide widgets that look wrong inside a grid cell; the row form edits them. */
export const TOO_WIDE_FOR_CELL: ReadonlySet<string> = new Set([
  "Text Editor",
  "HTML Editor",
  "Markdown Editor",
  "Code",
  "JSON",
  "Signature",
  "Geolocation",
  "Table",
  "Table MultiSelect",
  "Attach",
  "Attach Image",
  "Image",
  "HTML",
  "Heading",
  "Button",
])

/** Widgets that need the whole width of a section. */
export const WIDE: ReadonlySet<string> = new Set([...TOO_WIDE_FOR_CELL, "Text", "Long Text", "Small Text"].filter((type) => !["Attach", "Attach Image", "Button"].includes(type)))

export function holdsValue(fieldtype: string): boolean {
  return !BREAKS.has(fieldtype) && !DISPLAY_ONLY.has(fieldtype)
}
