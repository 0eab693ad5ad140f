/** What a link may point at: the filters its field declares, with the values of the document filled in. */
import type { FieldView } from "../types"
import type { Doc } from "./documents"
import { ExpressionError, compile } from "./expressions"

export type LinkFilter = [fieldname: string, operator: string, value: unknown]

/**
 * `link_filters` is JSON: a list of `[doctype, field, operator, value]` or `[field, operator, value]`, or an object.
 * A value `eval:doc.x` is computed; a filter whose value is then empty is left out, as nothing was chosen yet.
 */
export function linkFilters(field: FieldView, doc: Doc, parent?: Doc): LinkFilter[] {
  return declared(field.link_filters).flatMap(([fieldname, operator, value]) => {
    if (typeof value !== "string" || !value.startsWith("eval:")) return [[fieldname, operator, value]]
    const computed = evaluate(value, doc, parent)
    return computed === null || computed === undefined || computed === "" ? [] : [[fieldname, operator, computed]]
  })
}

function declared(source: string | undefined): LinkFilter[] {
  if (!source) return []
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return []
  }
  if (Array.isArray(value)) {
    return value.flatMap((each) => (Array.isArray(each) && each.length >= 3 ? [(each.length > 3 ? each.slice(1, 4) : each.slice(0, 3)) as LinkFilter] : []))
  }
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).map(([name, wanted]) => (Array.isArray(wanted) ? [name, String(wanted[0]), wanted[1]] : [name, "=", wanted]))
}

function evaluate(source: string, doc: Doc, parent?: Doc): unknown {
  try {
    return compile(source).evaluate({ doc, parent })
  } catch (error) {
    if (error instanceof ExpressionError) return null
    throw error
  }
}
