/** What a document is called on the screen. */
import { lang, t } from "@/i18n"
import type { Doc } from "@/logic/documents"
import { formatValue } from "@/logic/formats"
import { formats } from "@/stores/session"
import type { DocTypeView } from "@/types"
import { titleKey } from "./env"

/** The title field where there is one, else the name; a new document is called by its type until it has a title. */
export function titleOf(meta: DocTypeView, doc: Doc, isNew: boolean, titles: Record<string, string> = {}): string {
  if (meta.issingle) return meta.label
  const field = meta.fields.find((each) => each.fieldname === meta.title_field)
  const title = field ? formatValue(field, doc[field.fieldname], { formats: formats.value, lang: lang.value, doc, titles }) : ""
  if (isNew) return title || t("New {0}", meta.label)
  const stored = title || String(doc.name ?? "")
  return (meta.translated_doctype && titles[titleKey(meta.name, stored)]) || stored
}

/** Whether the user gives the name of a new document. */
export function asksForName(meta: DocTypeView): boolean {
  return (meta.autoname ?? "").toLowerCase() === "prompt"
}
