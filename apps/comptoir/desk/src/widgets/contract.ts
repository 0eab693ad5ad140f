/** What a widget is given and what it may say; how it is declared. */
import type { Component } from "vue"
import type { Doc } from "@/logic/documents"
import type { FieldView } from "@/types"

/** Label, help, error and the required mark are drawn once by `FieldWrapper`, never by a widget. */
export interface WidgetProps {
  field: FieldView
  modelValue: unknown
  /** The document the field belongs to, or the row. */
  doc: Doc
  /** The document a row belongs to. */
  parent?: Doc
  readOnly?: boolean
  required?: boolean
  /** Id of the element that the label names. */
  inputId: string
  invalid?: boolean
  /** Ids of help and error texts. */
  describedBy?: string
  /** Inside a grid cell: no frame, no extras. */
  compact?: boolean
  /** A cell is gone before it is known what a text typed into it means: its grid is told, and takes the value when it is there. */
  later?: (text: string, value: Promise<string | undefined>) => void
}

export interface WidgetDefinition {
  name: string
  /** How well this widget suits a field of a doctype; the highest wins, below zero is unsuitable. */
  rank: (field: FieldView, doctype?: string) => number
  component: Component
  /** Also draws the read-only value; otherwise it is shown as plain text. */
  showsReadOnly?: boolean
  /** Draws its own label (a tick box, a heading, a button). */
  ownLabel?: boolean
  /** Takes the whole width of its section's column and has no single input to label. */
  group?: boolean
}

export function defineWidget(definition: WidgetDefinition): WidgetDefinition {
  return definition
}

/** Suits fields for which the server names this widget, or that have one of these types. */
export function forTypes(widget: string, ...fieldtypes: string[]): WidgetDefinition["rank"] {
  return (field) => (field.widget === widget ? 2 : fieldtypes.includes(field.fieldtype) ? 1 : -1)
}

/** A more special widget: suits like another one, only better, and only where the test holds. */
export function betterFor(rank: WidgetDefinition["rank"], test: (field: FieldView) => boolean): WidgetDefinition["rank"] {
  return (field, doctype) => (rank(field, doctype) >= 0 && test(field) ? rank(field, doctype) + 10 : -1)
}
