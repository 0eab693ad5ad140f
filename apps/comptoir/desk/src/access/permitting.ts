/** The permission manager's questions to the server and the shapes of their answers. */
import { call, get } from "@/api"

export interface MaskedField {
  fieldname: string
  label: string
  level: number
}

/** What one role may do with one type of document, or with its fields of a higher level. */
export interface PermissionRow {
  doctype: string
  doctype_label: string
  module: string
  submittable?: boolean
  role: string
  role_label: string
  level: number
  if_owner: number
  rights: string[]
  masks: MaskedField[]
  kind: "standard" | "custom"
}

export interface FieldLevel {
  level: number
  fields: { fieldname: string; label: string }[]
}

export interface Grid {
  doctype: string | null
  role: string | null
  levels: FieldLevel[]
  rows: PermissionRow[]
}

/** A row as it is to be; without rights it goes. */
export interface RowChange {
  doctype: string
  role: string
  level: number
  if_owner: number
  rights: string[]
  /** What it was when somebody looked at it: where that has changed, the server refuses all of them. */
  was?: string[]
}

export interface SaidChange {
  doctype: string
  gains: boolean
  text: string
}

export interface Preview {
  changes: SaidChange[]
  effects: { doctype: string; label: string; users: { gain: number; lose: number }; text: string[] }[]
  refusals: string[]
}

export interface Choices {
  doctypes: { name: string; label: string; module: string; custom: boolean; submittable?: boolean }[]
  roles: { name: string; label: string }[]
}

export const loadGrid = (about: { doctype?: string; role?: string }): Promise<Grid> => get("comptoir.desk.permissions.grid", about)
export const loadChoices = (): Promise<Choices> => get("comptoir.desk.permissions.choices")
export const previewChanges = (changes: RowChange[]): Promise<Preview> => call("comptoir.desk.permissions.preview", { changes })
export const applyChanges = (changes: RowChange[]): Promise<{ changes: SaidChange[] }> => call("comptoir.desk.permissions.apply", { changes })
export const resetDocType = (doctype: string): Promise<{ changes: SaidChange[] }> => call("comptoir.desk.permissions.reset", { doctype })
