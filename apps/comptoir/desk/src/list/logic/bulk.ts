/** What can be done to many documents at once, as far as the screen knows; the server decides for each of them. */
import type { DocTypeView, FieldView, ListRequest } from "@/types"
import { BREAKS, DISPLAY_ONLY, TABLES } from "@/logic/fieldtypes"

export type BulkAction = "edit" | "submit" | "cancel" | "assign" | "tag" | "delete"

/** How an action stands, as `comptoir.desk.bulk` tells it. */
export interface Standing {
  bulk: string
  action: BulkAction | "undo"
  status: "running" | "stopped" | "done" | "failed"
  message: string
  total: number
  done: number
  refused: number
  /** What was refused comes first. */
  results: { name: string; done: boolean; message: string }[]
  can_undo: boolean
}

export interface Outcome {
  names: string[]
  done: boolean
  message: string
}

/** What became of the documents; those refused for the same reason stand together, where the first of them was. */
export function refusedAlike(results: Standing["results"]): Outcome[] {
  const refused = new Map<string, Outcome>()
  return results.flatMap(({ name, done, message }) => {
    const like = done || !message ? undefined : refused.get(message)
    if (like) {
      like.names.push(name)
      return []
    }
    const outcome = { names: [name], done, message }
    if (!done) refused.set(message, outcome)
    return [outcome]
  })
}

/** The documents meant: those named, or all that the conditions of the list leave. */
export interface Target {
  names: string[]
  all?: Pick<ListRequest, "filters" | "or_filters">
}

/** Fields that no dialog and no cell of a list asks for. */
export const UNEDITABLE: ReadonlySet<string> = new Set([...BREAKS, ...DISPLAY_ONLY, ...TABLES, "Password", "Attach", "Attach Image", "Signature", "Read Only"])

export function offeredActions({ rights, is_submittable }: DocTypeView): BulkAction[] {
  const offered: [BulkAction, boolean][] = [
    ["edit", rights.write], ["submit", Boolean(is_submittable) && rights.submit], ["cancel", Boolean(is_submittable) && rights.cancel],
    ["assign", rights.read], ["tag", rights.read], ["delete", rights.delete],
  ]
  return offered.filter(([, may]) => may).map(([action]) => action)
}

/** The fields that may be set on many documents at once. */
export function editableFields(view: DocTypeView): FieldView[] {
  return view.fields.filter(
    (field) =>
      field.label && field.can_write && !UNEDITABLE.has(field.fieldtype) &&
      !(field.read_only || field.hidden || field.set_only_once || field.unique || field.is_virtual),
  )
}

/** A field as a dialog asks for it: what a single document makes of it does not hold for many. */
export function askedField(field: FieldView): FieldView {
  return { ...field, reqd: 0, depends_on: undefined, mandatory_depends_on: undefined, read_only_depends_on: undefined }
}

export const tagsIn = (text: string): string[] => [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))]
