/** The state of a document as a word and a colour: its docstatus, or the field its declared states speak of. */
import type { Doc } from "@/logic/documents"
import type { DocTypeView, StateView } from "@/types"

export interface DocState {
  label: string
  color: string
}

const DOTS: Record<string, string> = {
  gray: "bg-surface-gray-5",
  green: "bg-surface-green-3",
  blue: "bg-surface-blue-3",
  cyan: "bg-[currentColor] text-ink-cyan-1",
  orange: "bg-surface-amber-3",
  amber: "bg-surface-amber-3",
  yellow: "bg-surface-amber-2",
  red: "bg-surface-red-5",
  pink: "bg-[currentColor] text-ink-pink-1",
  purple: "bg-[currentColor] text-ink-violet-1",
  violet: "bg-[currentColor] text-ink-violet-1",
}

/** The class of a small dot for a value that is a state; nothing for other values. */
export function dotOf(states: readonly StateView[], value: string): string | undefined {
  const state = states.find((each) => each.title === value)
  return state ? (DOTS[state.color.toLowerCase()] ?? DOTS.gray) : undefined
}

/** Draft, submitted and cancelled win over declared states only where the doctype declares none that fits. */
export function stateOf(meta: DocTypeView, doc: Doc, isNew: boolean, translate: (text: string) => string): DocState | undefined {
  if (isNew) return { label: translate("Not saved"), color: "orange" }
  const status = Number(doc.docstatus ?? 0)
  if (status === 2) return { label: translate("Cancelled"), color: "red" }
  const declared = declaredState(meta, doc)
  if (declared) return declared
  if (!meta.is_submittable) return undefined
  return status === 1 ? { label: translate("Submitted"), color: "blue" } : { label: translate("Draft"), color: "gray" }
}

function declaredState(meta: DocTypeView, doc: Doc): DocState | undefined {
  const selects = meta.fields.filter((field) => field.fieldtype === "Select" || field.fieldname === "workflow_state")
  for (const field of selects.sort((a, b) => rank(a.fieldname) - rank(b.fieldname))) {
    const value = String(doc[field.fieldname] ?? "")
    const state = meta.states.find((each) => each.title === value)
    if (state) return { label: field.option_labels?.[value] ?? value, color: state.color }
  }
  return undefined
}

function rank(fieldname: string): number {
  const place = ["workflow_state", "status", "stage"].indexOf(fieldname)
  return place < 0 ? 9 : place
}
