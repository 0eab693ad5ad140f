/** The repository's DocType declarations as the Desk's meta endpoint would give them. */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { DocTypeView, FieldView, MetaBundle } from "../src/types"

export type Declaration = Omit<DocTypeView, "search_fields"> & { search_fields?: string }
export type Declarations = Map<string, Declaration>

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const FOLDERS = ["doctypes", "apps/comptoir/comptoir/core/doctypes"].map((path) => join(root, path))

function files(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : name.endsWith(".json") ? [path] : []
  })
}

export function loadDoctypes(): Declarations {
  const all = FOLDERS.flatMap(files).map((path) => JSON.parse(readFileSync(path, "utf8")) as Declaration)
  return new Map(all.map((each) => [each.name, each]))
}

const RIGHTS = ["select", "read", "write", "create", "delete", "submit", "cancel", "amend", "export", "import", "print", "email", "share", "report"] as const

function one(declaration: Declaration): DocTypeView {
  const fields = declaration.fields.map((field): FieldView => ({ ...field, widget: field.fieldtype, can_write: true }))
  const names = (key: "in_list_view" | "in_standard_filter"): string[] => fields.filter((field) => field[key]).map((field) => field.fieldname)
  return {
    ...declaration, label: declaration.name, fields, states: declaration.states ?? [], links: declaration.links ?? [], actions: [],
    search_fields: (declaration.search_fields ?? "").split(",").map((name) => name.trim()).filter(Boolean),
    list_columns: names("in_list_view"), standard_filters: names("in_standard_filter"),
    rights: Object.fromEntries(RIGHTS.map((right) => [right, true])) as DocTypeView["rights"],
  }
}

export function view(all: Declarations, name: string): MetaBundle {
  const found = all.get(name) as Declaration
  const tables = found.fields.filter((field) => field.fieldtype.startsWith("Table")).flatMap((field) => all.get(field.options ?? "") ?? [])
  return { doctype: one(found), children: Object.fromEntries(tables.map((each) => [each.name, one(each)])) }
}
