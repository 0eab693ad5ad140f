/** The declared actions of a document: which are offered now, how they are arranged, what their answers mean. */
import type { ActionView, DocTypeView, FieldView } from "../types"
import type { Doc } from "./documents"
import { PLAIN_TEXTS } from "./fieldtypes"
import { isBlank } from "./values"
import { holds } from "./visibility"

export interface ActionGroup {
  group: string
  actions: ActionView[]
}

/** A dotted name is a function that looks after its rights itself; a method of the document needs the right to write. */
export const isFunction = (action: ActionView): boolean => action.action_type !== "Route" && (action.action ?? "").includes(".")
const isMethod = (action: ActionView): boolean => action.action_type !== "Route" && !isFunction(action)

/** What can be done with a saved document as it stands; one whose condition cannot be read is offered. */
export function offeredActions(meta: DocTypeView, doc: Doc, canWrite: boolean): ActionView[] {
  return meta.actions.filter((action) => (canWrite || !isMethod(action)) && holds(action.depends_on, { doc }) !== false)
}

/**
 * What the document says already of what an action asks for: it is changed, not typed anew.
 *
 * The field of the same name has to hold the same kind of value, and one the reader sees masked is no value to send.
 */
export function saidAlready(asked: readonly FieldView[], fields: readonly FieldView[], doc: Doc): Doc {
  const isSaid = (field: FieldView): boolean => !field.default && !isBlank(doc[field.fieldname]) && !String(doc[field.fieldname]).includes("••") && fields.some((each) => takes(field, each))
  return Object.fromEntries(asked.filter(isSaid).map(({ fieldname }) => [fieldname, doc[fieldname]]))
}

function takes(field: FieldView, from: FieldView): boolean {
  if (field.fieldname !== from.fieldname) return false
  if (PLAIN_TEXTS.has(field.fieldtype)) return PLAIN_TEXTS.has(from.fieldtype)
  return field.fieldtype === from.fieldtype && (field.options ?? "") === (from.options ?? "")
}

/** At most `limit` actions without a group as buttons; everything else in the menu, by group, in declared order. */
export function arrange(actions: readonly ActionView[], limit: number): { buttons: ActionView[]; groups: ActionGroup[] } {
  const single = actions.filter((action) => !action.group)
  const buttons = single.length <= limit ? single : []
  const groups = new Map<string, ActionView[]>()
  for (const action of actions.filter((each) => !buttons.includes(each))) {
    const name = action.group ?? ""
    groups.set(name, [...(groups.get(name) ?? []), action])
  }
  return { buttons, groups: [...groups].map(([group, list]) => ({ group, actions: list })) }
}

/** The sentence of an answer: `{key}` is a value of it, `{0}` the answer itself; what it does not have is a dash. */
export function answerSentence(message: string, answer: unknown, show: (value: unknown) => string): string {
  return message.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = key === "0" && !isRecord(answer) ? answer : isRecord(answer) ? answer[key] : undefined
    return value === undefined || value === null || value === "" ? "–" : show(value)
  })
}

/** The document an answer names, if the action opens one. */
export function documentNamed(action: ActionView, answer: unknown): { doctype: string; name: string } | undefined {
  if (!action.open_doctype) return undefined
  const name = isRecord(answer) ? answer[action.open_key || "name"] : answer
  return typeof name === "string" || typeof name === "number" ? { doctype: action.open_doctype, name: String(name) } : undefined
}

export type Destination = { list: string; query: Record<string, string> } | { form: string; name: string } | { path: string } | { address: string }

/** Where a Route leads: Frappe's `List/<doctype>` and `Form/<doctype>/<name>`, a path, or an address; `{field}` is filled in. */
export function destination(route: string, doc: Doc): Destination {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, key: string) => String(doc[key] ?? ""))
  if (/^https?:\/\//i.test(route)) return { address: filledAddress(route, doc) }
  if (route.startsWith("/")) return { path: filledAddress(route, doc) }
  const [path = "", search = ""] = route.split("?")
  const [kind = "", doctype = "", ...name] = path.split("/").map(fill)
  if (kind.toLowerCase() === "form" && name.length) return { form: doctype, name: name.join("/") }
  if (kind.toLowerCase() === "list") return { list: doctype, query: Object.fromEntries([...new URLSearchParams(search)].map(([key, value]) => [key, fill(value)])) }
  return { path: `/app/${filledAddress(route, doc)}` }
}

function filledAddress(route: string, doc: Doc): string {
  return route.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(doc[key] ?? "")))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
