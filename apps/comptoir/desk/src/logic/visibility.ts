/**
 * What the actor may see and change of a document right now.
 *
 * The declaration says what a field is; its conditions, the document's status and the actor's rights say what it
 * is at this moment. The server decides again at save: nothing here is a permission, only the honest picture of one.
 */
import type { DocTypeView, FieldView } from "../types"
import { type Expression, ExpressionError, compile } from "./expressions"
import { BREAKS, TABLES } from "./fieldtypes"
import type { LayoutSection, LayoutTab } from "./layout"
import type { Doc } from "./documents"

export interface FieldState {
  visible: boolean
  readOnly: boolean
  required: boolean
}

export interface FormContext {
  doc: Doc
  /** The document a child row belongs to. */
  parent?: Doc
  isNew: boolean
  /** The form as a whole may be written: rights, and not cancelled. */
  canWrite: boolean
  /** What an action asks for: no part of the document, so that its status freezes nothing. */
  isAsked?: boolean
  /** Whether the server fills the field of a document or row in, where nobody has entered anything. */
  follows?: (of: Doc, field: FieldView) => boolean
  /** Values as last loaded, for "set only once". */
  original?: Doc
}

/** Whether a condition holds; null where there is none. One that cannot be read counts as none: see `unreadable`. */
export function holds(condition: string | undefined | null, context: Pick<FormContext, "doc" | "parent">): boolean | null {
  const expression = condition ? read(condition) : null
  return expression instanceof ExpressionError || !expression ? null : expression.isTrue({ doc: context.doc, parent: context.parent })
}

function read(condition: string): Expression | ExpressionError {
  try {
    return compile(condition)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}

const CONDITIONS = ["depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on"] as const

/** The conditions of a declaration that cannot be read: the form says so instead of guessing in silence. */
export function unreadable(fields: readonly FieldView[]): { field: FieldView; message: string }[] {
  return fields.flatMap((field) =>
    CONDITIONS.flatMap((key) => {
      const expression = field[key] ? read(field[key]) : null
      return expression instanceof ExpressionError ? [{ field, message: expression.message }] : []
    }),
  )
}

export function fieldState(field: FieldView, context: FormContext): FieldState {
  const visible = !field.hidden && holds(field.depends_on, context) !== false
  const readOnly = isReadOnly(field, context)
  const required =
    visible && !readOnly && !BREAKS.has(field.fieldtype) && (Boolean(field.reqd) || holds(field.mandatory_depends_on, context) === true)
  return { visible, readOnly, required }
}

function isReadOnly(field: FieldView, context: FormContext): boolean {
  if (!context.canWrite || field.can_write === false) return true
  if (field.read_only || field.is_virtual || field.fieldtype === "Read Only") return true
  if (holds(field.read_only_depends_on, context) === true) return true
  const root = context.parent ?? context.doc
  const status = context.isAsked ? 0 : Number(root.docstatus ?? 0)
  if (status === 2) return true
  if (status === 1 && !field.allow_on_submit) return true
  return Boolean(field.set_only_once) && !context.isNew && hasOriginal(field, context)
}

/** The rows of a table stay as they are after submit, but some of their values may still be entered. */
export function rowsStayOpen(table: FieldView, child: DocTypeView | undefined, context: FormContext): boolean {
  const isSubmitted = Number(context.doc.docstatus ?? 0) === 1
  return isSubmitted && !table.allow_on_submit && hasOpenField(child) && !isReadOnly({ ...table, allow_on_submit: 1 }, context)
}

const hasOpenField = (meta: DocTypeView | undefined): boolean => Boolean(meta?.fields.some((field) => field.allow_on_submit))

function hasOriginal(field: FieldView, context: FormContext): boolean {
  const before = (context.original ?? context.doc)[field.fieldname]
  return before !== null && before !== undefined && before !== ""
}

/** A section shows when its own condition holds and at least one of its fields shows. */
export function sectionVisible(section: LayoutSection, context: FormContext): boolean {
  if (section.field && (section.field.hidden || holds(section.field.depends_on, context) === false)) return false
  return section.columns.some((column) => column.fields.some((field) => fieldState(field, context).visible))
}

export function tabVisible(tab: LayoutTab, context: FormContext): boolean {
  if (tab.field && (tab.field.hidden || holds(tab.field.depends_on, context) === false)) return false
  return tab.sections.some((section) => sectionVisible(section, context))
}

/** Closed at first: collapsible, unless its condition asks for it to be open. */
export function startsCollapsed(section: LayoutSection, context: FormContext): boolean {
  if (!section.collapsed) return false
  return holds(section.field?.collapsible_depends_on, context) !== true
}

/** Whether people find a field that they may still change once the document is submitted. */
export function opensAfterSubmit(meta: DocTypeView, children: Record<string, DocTypeView> = {}): boolean {
  const isOpen = (field: FieldView): boolean => Boolean(field.allow_on_submit) && isFree(field)
  const isFree = (field: FieldView): boolean => !field.hidden && !field.read_only && field.can_write !== false
  return Boolean(meta.rights.write) && meta.fields.some((field) => isOpen(field) || (isFree(field) && children[field.options ?? ""]?.fields.some(isOpen)))
}

/** The document as a whole may be changed: rights, status, and something that can still be written after submit. */
export function documentWritable(meta: DocTypeView, doc: Doc, isNew: boolean, children: Record<string, DocTypeView> = {}): boolean {
  const rights = meta.rights
  if (isNew) return Boolean(rights.create)
  const status = Number(doc.docstatus ?? 0)
  if (status === 2 || !rights.write) return false
  return status === 0 || hasOpenField(meta) || meta.fields.some((field) => TABLES.has(field.fieldtype) && hasOpenField(children[field.options ?? ""]))
}
