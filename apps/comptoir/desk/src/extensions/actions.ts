/** The actions that scripts have added to forms, in the shape of those that a doctype declares. */
import type { Doc } from "@/logic/documents"
import type { ActionView } from "@/types"
import type { FormAction } from "./contract"
import { tellFault } from "./faults"

export interface DocAction extends ActionView {
  added?: FormAction
}

/** Those of `all` that a saved document of `doctype` offers as it stands. */
export function offeredAdded(all: readonly FormAction[], doctype: string, doc: Doc, canWrite: boolean): DocAction[] {
  return all
    .filter((action) => (action.doctype ?? doctype) === doctype && isOffered(action, doc, canWrite))
    .map((action) => ({ label: action.label(), group: action.group?.(), action: action.name, arguments: [], added: action }))
}

function isOffered(action: FormAction, doc: Doc, canWrite: boolean): boolean {
  try {
    return action.offered?.(doc, { canWrite }) ?? true
  } catch (cause) {
    tellFault(action.name, cause)
    return false
  }
}
