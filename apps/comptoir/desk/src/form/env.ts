/** What widgets may ask of the form around them, whatever it shows: a document, a row, a quick entry. */
import { type InjectionKey, type Reactive, type Ref, inject, provide, reactive } from "vue"
import type { Doc } from "@/logic/documents"
import type { DocTypeView, FieldView, StateView } from "@/types"
import type { Calculated } from "./calculated/useCalculated"

/** A cell of a child table that somebody is to be led to, or without a field the table; rows count from 0. */
export interface CellJump {
  table: string
  row: number
  fieldname?: string
}

export interface FormEnv {
  doctype: string
  /** Name of the saved document that uploads belong to; undefined while it is new. */
  name: () => string | undefined
  /** Titles of linked documents, "DocType::name" to title. */
  titles: Reactive<Record<string, string>>
  children: () => Record<string, DocTypeView>
  /** The doctype of the document, with what the actor has set for its screens. */
  view?: () => DocTypeView | undefined
  /** The document as it was loaded. */
  original?: () => Doc
  /** States of the doctype, for the colours of its status. */
  states?: () => StateView[]
  /** What stands in a field before it is saved, where the server tells it while one types. */
  calculated?: Calculated
  /** Messages at a row's cells by `table.idx.fieldname`. */
  errors: () => Record<string, string[]>
  /** Set when somebody asked to be led to a cell; the grid that answers empties it. */
  jump?: Ref<CellJump | undefined>
  /** Runs what a Button field of the document names; rows and quick entries have no such buttons. */
  runButton?: (field: FieldView) => Promise<void>
  /** A value of a row changed: lets the form fetch what depends on it. */
  rowChanged?: (table: FieldView, row: Doc, field: FieldView) => void
  /** Shows who changed a field of the document; rows and quick entries have no such history. */
  showHistory?: (fieldname: string) => void
  /** The value of a field is on its way into the document, or fails with why there is none: a save waits for it. */
  awaits?: (work: Promise<unknown>, fieldname: string) => void
  /** Something was uploaded or removed. */
  filesChanged?: () => void
}

const KEY: InjectionKey<FormEnv> = Symbol("form")

export function provideFormEnv(env: FormEnv): FormEnv {
  provide(KEY, env)
  return env
}

/** Outside any form (tests, previews) widgets get an empty surrounding. */
export function useFormEnv(): FormEnv {
  return inject(KEY, emptyEnv, true)
}

export function emptyEnv(): FormEnv {
  return { doctype: "", name: () => undefined, titles: reactive({}), children: () => ({}), errors: () => ({}) }
}

export const titleKey = (doctype: string, name: unknown): string => `${doctype}::${String(name)}`
