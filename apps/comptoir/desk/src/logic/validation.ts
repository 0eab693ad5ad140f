/** Problems of a whole document before it is sent: required fields and rules, rows included, in reading order. */
import type { DocTypeView, FieldProblem, FieldView } from "../types"
import { type Fault, checkValue } from "./checks"
import { type Row, isEmptyRow, originalRow, rowsOf } from "./documents"
import { TABLES, holdsValue } from "./fieldtypes"
import { unfoundIn } from "./grid/rows"
import { type PerRow, anew } from "./perRow"
import { type FormContext, fieldState } from "./visibility"
import { isMissing, sameValue } from "./values"

export interface Problem {
  fieldname: string
  fault: Fault
  parentfield?: string
  idx?: number
}

export function problemKey(problem: { fieldname: string; parentfield?: string | null; idx?: number | null }): string {
  return problem.parentfield ? `${problem.parentfield}.${problem.idx ?? 0}.${problem.fieldname}` : problem.fieldname
}

/** What is wrong with one field of the form as it stands. Read-only and hidden fields are the server's affair. */
export function fieldProblems(field: FieldView, context: FormContext): Fault[] {
  if (!holdsValue(field.fieldtype)) return []
  const state = fieldState(field, context)
  if (!state.visible || state.readOnly) return []
  const value = context.doc[field.fieldname]
  if (isMissing(field.fieldtype, value)) {
    return state.required && !context.follows?.(context.doc, field) ? [{ text: "{0} is mandatory.", values: [field.label || field.fieldname] }] : []
  }
  return TABLES.has(field.fieldtype) || isAsStored(field, context) ? [] : checkValue(field, value)
}

/** A value from before a rule was made does not keep the rest of the document from being saved. */
function isAsStored(field: FieldView, context: FormContext): boolean {
  return !context.isNew && context.original !== undefined && sameValue(context.original[field.fieldname], context.doc[field.fieldname])
}

export function documentProblems(meta: DocTypeView, children: Record<string, DocTypeView>, context: FormContext, perRow: PerRow = anew): Problem[] {
  return meta.fields.flatMap((field) => {
    const own = fieldProblems(field, context).map((fault) => ({ fieldname: field.fieldname, fault }))
    const child = TABLES.has(field.fieldtype) ? children[field.options ?? ""] : undefined
    return child ? [...own, ...tableProblems(field, child, context, perRow)] : own
  })
}

function tableProblems(table: FieldView, child: DocTypeView, context: FormContext, perRow: PerRow): Problem[] {
  const state = fieldState(table, context)
  if (!state.visible || state.readOnly) return []
  return rowsOf(context.doc, table.fieldname).flatMap((row, index) =>
    perRow(row, context, () => rowProblems(row, child, rowContextOf(row, context, originalRow(context.original, table.fieldname, row)))).map((problem) => ({ ...problem, parentfield: table.fieldname, idx: index + 1 })),
  )
}

function rowProblems(row: Row, child: DocTypeView, context: FormContext): Problem[] {
  const unfound = unfoundIn(row)
  if (isEmptyRow(row, child) && !Object.keys(unfound).length) return []
  return child.fields.flatMap((field) =>
    (unfound[field.fieldname] ? [{ text: UNFOUND_TEXT, values: [unfound[field.fieldname]!] }] : fieldProblems(field, context)).map((fault) => ({ fieldname: field.fieldname, fault })),
  )
}

/** A row is judged with its document as `parent`; a row the server has not named yet is new. */
function rowContextOf(row: Row, context: FormContext, original: Row | undefined): FormContext {
  return { doc: row, parent: context.doc, isNew: !row.name, canWrite: context.canWrite, follows: context.follows, original }
}

/** A pasted text that means no document is always shown: nothing else says that the cell is not what was pasted. */
export const UNFOUND_TEXT = "“{0}” was not found. Choose from the list."

/** What a refusal says once some of its problems were corrected: their sentences go, and with the last problem all of it. */
export function stillRefused(refusal: string, corrected: readonly FieldProblem[], left: readonly FieldProblem[]): string {
  if (!left.length) return ""
  const gone = new Set(corrected.map((problem) => problem.message))
  return refusal.split("\n").filter((line) => !gone.has(line)).join("\n")
}

export type ErrorMap = Record<string, string[]>

/** Problems by key, in the actor's words; the server's are already sentences. */
export function errorMap(problems: readonly Problem[], server: readonly FieldProblem[], translate: (text: string, ...values: (string | number)[]) => string): ErrorMap {
  const map: ErrorMap = {}
  const put = (key: string, message: string): void => {
    const messages = (map[key] ??= [])
    if (!messages.includes(message)) messages.push(message)
  }
  for (const problem of problems) put(problemKey(problem), translate(problem.fault.text, ...problem.fault.values))
  for (const problem of server) put(problemKey(problem), problem.message)
  return map
}
