/** What to ask the server for a list in a given state. */
import type { DocTypeView, Filter, ListRequest } from "@/types"
import { orderBy, type ListState, type Sort } from "./address"
import { requestFields, searchFields, type Column } from "./columns"
import { toTree } from "./groups"
import { wildcards } from "./operators"
import { periodFilter } from "./period"

export function defaultSort(view: DocTypeView): Sort {
  const [fieldname = "", order] = (view.sort_field || "modified").trim().split(/\s*,\s*/)[0]?.split(/\s+/) ?? []
  const descending = (order ?? view.sort_order ?? "desc").toLowerCase() !== "asc"
  return { fieldname: fieldname || "modified", descending }
}

export function listRequest(view: DocTypeView, columns: Column[], state: ListState): ListRequest {
  return {
    doctype: view.name,
    fields: requestFields(view, columns),
    ...conditions(view, state),
    order_by: orderBy(state.sort),
    page_length: state.size,
  }
}

/** Which documents a state means, whatever the view. */
export function conditions(view: DocTypeView, state: ListState): Pick<ListRequest, "filters" | "or_filters"> {
  const period = state.period ? [periodFilter(state.period)] : []
  const where = state.where ? [toTree(state.where)] : []
  return { filters: [...state.filters, ...period, ...where], or_filters: searchFilters(view, state.search) }
}

export function searchFilters(view: DocTypeView, search: string): Filter[] {
  const text = search.trim()
  return text ? searchFields(view).map((fieldname): Filter => [fieldname, "like", wildcards(text)]) : []
}
