/** What a view of a list is given, and how it is declared: a folder here with a `definition.ts`. */
import type { Component } from "vue"
import type { ListState, StatePatch } from "@/list/logic/address"
import type { DocTypeView } from "@/types"

/** A view draws everything below the head of the page, the row of tools included. */
export interface ViewProps {
  view: DocTypeView
  /** Filters, search, order and the view's own options, all from the address. */
  state: ListState
  /** Writes to the address; options are merged, undefined takes one away. */
  change: (patch: StatePatch) => void
  canCreate: boolean
  /** Opens the form of a new document; without values, with what the list is filtered by. */
  create: (values?: Record<string, string>) => void
}

export interface ViewDefinition {
  /** As the address names it: `/app/client/view/<name>`. */
  name: string
  label: () => string
  icon: string
  /** Where it stands among the others. */
  order: number
  /** Whether documents of this kind can be shown so. */
  suits: (view: DocTypeView) => boolean
  component: Component
}

export function defineView(definition: ViewDefinition): ViewDefinition {
  return definition
}
