/**
 * From the flat list of fields to tabs, sections and columns.
 *
 * Every field lands in exactly one column; a break opens the next tab, section or column. Fields before the
 * first break get an unnamed tab and section, so a doctype without breaks still has a layout.
 */
import type { FieldView } from "../types"

export interface LayoutColumn {
  key: string
  label: string
  description: string
  field: FieldView | null
  fields: FieldView[]
}

export interface LayoutSection {
  key: string
  label: string
  description: string
  field: FieldView | null
  collapsible: boolean
  /** Starts closed: collapsible sections do, as does everything after a Fold. */
  collapsed: boolean
  columns: LayoutColumn[]
}

export interface LayoutTab {
  key: string
  label: string
  field: FieldView | null
  sections: LayoutSection[]
}

class LayoutBuilder {
  readonly tabs: LayoutTab[] = []

  add(field: FieldView): void {
    switch (field.fieldtype) {
      case "Tab Break":
        this.openTab(field)
        return
      case "Section Break":
        this.openSection(field, Boolean(field.collapsible))
        return
      case "Fold":
        this.openSection(field, true)
        return
      case "Column Break":
        this.openColumn(field)
        return
      default:
        this.column().fields.push(field)
    }
  }

  private openTab(field: FieldView | null): LayoutTab {
    const tab = { key: keyOf(field, "tab", this.tabs.length), label: field?.label ?? "", field, sections: [] }
    this.tabs.push(tab)
    return tab
  }

  private openSection(field: FieldView | null, collapsible: boolean): LayoutSection {
    const tab = this.tabs.at(-1) ?? this.openTab(null)
    const section: LayoutSection = {
      key: keyOf(field, `${tab.key}-section`, tab.sections.length),
      label: field?.label ?? "",
      description: field?.description ?? "",
      field,
      collapsible,
      collapsed: collapsible,
      columns: [],
    }
    tab.sections.push(section)
    return section
  }

  private openColumn(field: FieldView | null): LayoutColumn {
    const section = this.tabs.at(-1)?.sections.at(-1) ?? this.openSection(null, false)
    return this.appendColumn(section, field)
  }

  private appendColumn(section: LayoutSection, field: FieldView | null): LayoutColumn {
    const column: LayoutColumn = {
      key: keyOf(field, `${section.key}-column`, section.columns.length),
      label: field?.label ?? "",
      description: field?.description ?? "",
      field,
      fields: [],
    }
    section.columns.push(column)
    return column
  }

  private column(): LayoutColumn {
    return this.tabs.at(-1)?.sections.at(-1)?.columns.at(-1) ?? this.openColumn(null)
  }
}

/** Tabs of a form; sections and tabs without a single field are dropped. */
export function layoutOf(fields: readonly FieldView[]): LayoutTab[] {
  const builder = new LayoutBuilder()
  for (const field of fields) builder.add(field)
  for (const tab of builder.tabs) {
    for (const section of tab.sections) section.columns = section.columns.filter((c) => c.fields.length > 0)
    tab.sections = tab.sections.filter((section) => section.columns.length > 0)
  }
  return builder.tabs.filter((tab) => tab.sections.length > 0)
}

/** Every field of a section in reading order. */
export function fieldsOfSection(section: LayoutSection): FieldView[] {
  return section.columns.flatMap((column) => column.fields)
}

export function fieldsOfTab(tab: LayoutTab): FieldView[] {
  return tab.sections.flatMap(fieldsOfSection)
}

/** The key of the tab and section that hold a field: where a jump from the error list leads. */
export function locate(tabs: readonly LayoutTab[], fieldname: string): { tab: string; section: string } | null {
  for (const tab of tabs) {
    for (const section of tab.sections) {
      if (fieldsOfSection(section).some((f) => f.fieldname === fieldname)) {
        return { tab: tab.key, section: section.key }
      }
    }
  }
  return null
}

function keyOf(field: FieldView | null, prefix: string, index: number): string {
  return field?.fieldname || `${prefix}-${index}`
}
