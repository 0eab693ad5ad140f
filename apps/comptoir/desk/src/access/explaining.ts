/** "What can this user see, and why?": the questions and the shapes of their answers. */
import { get } from "@/api"

export type StepKind = "role" | "rule" | "limit" | "scope" | "app" | "share" | "subject" | "key"

export interface Step {
  kind: StepKind
  text: string
  passed: boolean
  /** What decided: a rule, a permission row, a share. */
  document: { doctype: string; name: string } | null
}

export interface Decision {
  allow: boolean
  steps: Step[]
}

export interface FieldSight {
  fieldname: string
  label: string
  shown: "clear" | "masked" | "hidden"
  writable: boolean
  why: string
}

export interface DocumentExplained {
  user: string
  doctype: string
  name: string
  title: string
  rights: Record<string, Decision>
  fields: FieldSight[]
}

export interface SeenDocType {
  doctype: string
  label: string
  module: string
  rights: string[]
  /** Counted only for the module that was asked for; null where nobody may know. */
  documents: number | null
  of: number | null
  why: string[]
}

export interface UserExplained {
  user: string
  roles: { role: string; label: string; from: string }[]
  limits: { text: string; document: { doctype: string; name: string } }[]
  scopes: { doctype: string; name: string }[]
  doctypes: SeenDocType[]
}

export const explainDocument = (doctype: string, name: string, user: string, signal?: AbortSignal): Promise<DocumentExplained> =>
  get("comptoir.desk.access.explain_document", { doctype, name, user }, signal)
/** Documents are counted for one module at a time: counting everything would take long. */
export const explainUser = (user: string, module?: string, signal?: AbortSignal): Promise<UserExplained> => get("comptoir.desk.access.explain_user", { user, module }, signal)
