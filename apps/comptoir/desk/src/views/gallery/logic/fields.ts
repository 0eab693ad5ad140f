/** What stands on the cards of a gallery. */
import { listColumns, type Column } from "@/list/logic/columns"
import type { DocTypeView, FieldView } from "@/types"

const SHOWN = 2

/** The field with the picture, where the actor may see it. */
export const imageField = (view: DocTypeView): FieldView | undefined => view.fields.find((field) => field.fieldname === view.image_field)

export interface GalleryColumns {
  title: Column
  status?: Column
  details: Column[]
}

/** The title, the status on the picture, and the first fields of the list below it. */
export function galleryColumns(view: DocTypeView, isPerson: (doctype: string) => boolean): GalleryColumns {
  const [title, ...rest] = listColumns(view, isPerson)
  const details = rest.filter((column) => column.fieldname !== view.image_field && !["status", "image", "check", "when"].includes(column.kind))
  return { title: title as Column, status: rest.find((column) => column.kind === "status"), details: details.slice(0, SHOWN) }
}
