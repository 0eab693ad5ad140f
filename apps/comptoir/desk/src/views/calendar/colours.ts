/** What colours a calendar: the states of documents, or the values of a field that was chosen. */
import { stateOf, statusField } from "@/list/logic/status"
import type { DocTypeView, Document, FieldView } from "@/types"
import { lookOf, type Look } from "@/ui/status"

export interface Colour {
  /** What it stands for; empty where nothing is said. */
  value: string
  label: string
  look: Look
}

const PALETTE = ["blue", "orange", "green", "purple", "pink", "cyan", "amber", "red"]
const NOTHING: Colour = { value: "", label: "", look: lookOf("gray") }

/** Fields that have few enough values to be told apart by colour. */
export const colourFields = (view: DocTypeView): FieldView[] =>
  view.fields.filter((field) => (field.fieldtype === "Select" || field.fieldtype === "Link") && !field.is_virtual && !field.hidden && field.label)

export function colourOf(view: DocTypeView, row: Document, field: FieldView | undefined, titleOf: (doctype: string, name: string) => string): Colour {
  if (!field || field.fieldname === statusField(view)?.fieldname) {
    const state = stateOf(view, row)
    return state ? { value: state.label, label: state.label, look: lookOf(state.color) } : NOTHING
  }
  const value = String(row[field.fieldname] ?? "")
  if (!value) return NOTHING
  const options = (field.options ?? "").split("\n").map((option) => option.trim()).filter(Boolean)
  const place = field.fieldtype === "Select" ? options.indexOf(value) : numberOf(value)
  const label = field.fieldtype === "Select" ? (field.option_labels?.[value] ?? value) : titleOf(field.options ?? "", value)
  return { value, label, look: lookOf(PALETTE[Math.max(0, place) % PALETTE.length]) }
}

/** The same colour for the same name, whatever else is shown. */
function numberOf(name: string): number {
  let number = 0
  for (const letter of name) number = (number * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return number
}

/** Each colour once, in the order of its words. */
export function legend(colours: Colour[]): Colour[] {
  const found = new Map(colours.filter((each) => each.value).map((each) => [each.value, each]))
  return [...found.values()].sort((one, other) => one.label.localeCompare(other.label))
}
