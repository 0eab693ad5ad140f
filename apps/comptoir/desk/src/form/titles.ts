/** What a document is called on the screen. */
import { t } from "@/i18n"
import type { Doc } from "@/logic/documents"
import { plainText } from "@/logic/formats"
import type { DocTypeView } from "@/types"

/** The title field where there is one, else the name; a new document is called by its type until it has a title. */
export function titleOf(meta: DocTypeView, doc: Doc, isNew: boolean): string {
  if (meta.issingle) return meta.label
  const field = meta.title_field && meta.title_field !== "name" ? meta.title_field : undefined
  const title = field ? plainText(String(doc[field] ?? "")) : ""
  if (title) return title
  return isNew ? t("New {0}", meta.label) : String(doc.name ?? "")
}

/** Whether the user gives the name of a new document. */
export function asksForName(meta: DocTypeView): boolean {
  return (meta.autoname ?? "").toLowerCase() === "prompt"
}
