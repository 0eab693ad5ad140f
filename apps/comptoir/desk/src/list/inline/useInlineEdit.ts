/** One cell of a list being edited: with the version of the document it was begun on, so that nobody is overwritten. */
import { shallowRef, type ShallowRef } from "vue"
import { resource, type ApiError } from "@/api"
import { t } from "@/i18n"
import type { DocTypeView, Document, Value } from "@/types"
import { notify, notifyAll } from "@/ui/toast"
import { canEdit, needsDocument, offersEdit } from "../logic/inline"
import type { Column } from "../logic/columns"

export interface EditedCell {
  name: string
  column: Column
  /** The document as far as it is known: the row, or all of it where its conditions have to be asked. */
  doc: Document
  value: unknown
  busy: boolean
  problem: string
}

export interface InlineEdit {
  cell: ShallowRef<EditedCell | undefined>
  offers: (row: Document, column: Column) => boolean
  start: (row: Document, column: Column) => Promise<void>
  change: (value: unknown) => void
  save: () => Promise<void>
  cancel: () => void
}

/** `stored` hears of the document as it is now. */
export function useInlineEdit(view: () => DocTypeView, stored: (doc: Document) => void): InlineEdit {
  const cell = shallowRef<EditedCell>()
  const offers = (row: Document, column: Column): boolean => offersEdit(view(), column, row)
  const patch = (changes: Partial<EditedCell>): void => void (cell.value = cell.value && { ...cell.value, ...changes })

  async function start(row: Document, column: Column): Promise<void> {
    if (cell.value?.busy || !offers(row, column)) return
    try {
      const doc = needsDocument(column) ? (await resource.get(view().name, row.name ?? "")).data : row
      if (!canEdit(view(), column, doc)) return notify(t("{0} cannot be changed as the document stands.", column.label), "warning")
      cell.value = { name: row.name ?? "", column, doc, value: doc[column.fieldname], busy: false, problem: "" }
      if (column.kind !== "check") return
      patch({ value: Number(doc[column.fieldname]) ? 0 : 1 })
      await save()
    } catch (cause) {
      notify((cause as ApiError).message, "error")
    }
  }

  async function save(): Promise<void> {
    const now = cell.value
    if (!now || now.busy) return
    const { fieldname } = now.column
    const before = now.doc[fieldname] ?? null
    if (String(now.value ?? "") === String(before ?? "")) return cancel()
    patch({ busy: true, problem: "" })
    try {
      const answer = await resource.update(view().name, now.name, { [fieldname]: (now.value ?? null) as Value, modified: now.doc.modified })
      cell.value = undefined
      stored(answer.data)
      notifyAll(answer.messages)
      notify(t("{0} is saved.", now.column.label), "success", { label: t("Undo"), run: () => void putBack(now.name, fieldname, before, answer.data.modified) })
    } catch (cause) {
      const { message, fieldErrors } = cause as ApiError
      patch({ busy: false, problem: fieldErrors.find((problem) => problem.fieldname === fieldname)?.message ?? message })
    }
  }

  async function putBack(name: string, fieldname: string, value: Value, modified: string | undefined): Promise<void> {
    try {
      stored((await resource.update(view().name, name, { [fieldname]: value, modified })).data)
    } catch (cause) {
      notify((cause as ApiError).message, "error")
    }
  }

  const cancel = (): void => void (cell.value = undefined)
  return { cell, offers, start, change: (value) => patch({ value }), save, cancel }
}
