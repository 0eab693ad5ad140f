/** The settings that a search means, with the headings they stand under. */
import type { LayoutSection, LayoutTab } from "@/logic/layout"
import type { FieldView } from "@/types"

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/** Every word has to be in the field's own texts or in a heading above it; a found heading shows all under it. */
export function matching(tabs: LayoutTab[], wanted: string): LayoutTab[] {
  const words = fold(wanted).split(/\s+/).filter(Boolean)
  if (!words.length) return tabs
  const found = (...texts: (string | undefined)[]): boolean => words.every((word) => texts.some((text) => fold(text ?? "").includes(word)))
  const fields = (all: FieldView[], ...above: string[]): FieldView[] => all.filter((field) => found(field.label, field.description, field.options?.replaceAll("\n", " "), ...above))
  return tabs
    .map((tab): LayoutTab => ({ ...tab, sections: tab.sections.map((section) => narrowed(section, (all) => fields(all, tab.label, section.label, section.description))).filter((section) => section.columns.length) }))
    .filter((tab) => tab.sections.length)
}

function narrowed(section: LayoutSection, keep: (fields: FieldView[]) => FieldView[]): LayoutSection {
  const columns = section.columns.map((column) => ({ ...column, fields: keep(column.fields) })).filter((column) => column.fields.length)
  return { ...section, columns, collapsed: false, collapsible: false }
}
