/** API keys: what they may do in words, and what is sent for a new one. */
import type { ApiKey, KeyScope } from "../own"

type Say = (source: string, ...values: (string | number)[]) => string

export type KeyState = "revoked" | "expired" | "active"
export const stateOf = (key: Pick<ApiKey, "revoked" | "expired">): KeyState => (key.revoked ? "revoked" : key.expired ? "expired" : "active")

/** One line of what a key may do; without scopes it may do what its user may. */
export function scopeText(scope: KeyScope, label: (doctype: string) => string, right: (name: string) => string, t: Say): string {
  if (scope.method) return t("Call {0}", scope.method)
  return `${scope.document_type ? label(scope.document_type) : t("Every type of document")}: ${(scope.rights ?? []).map(right).join(", ")}`
}

/** A row of the form for a new key as it is being filled in. */
export interface ScopeDraft {
  id: number
  kind: "documents" | "method"
  doctype: string
  rights: string[]
  method: string
}

/** What is sent; incomplete rows are a problem, not left out unsaid. */
export function scopesOf(drafts: ScopeDraft[]): { scopes: KeyScope[]; incomplete: boolean } {
  const incomplete = drafts.some((draft) => (draft.kind === "method" ? !draft.method.trim() : !draft.rights.length))
  const scopes = drafts.map((draft): KeyScope => (draft.kind === "method" ? { method: draft.method.trim() } : { document_type: draft.doctype || null, rights: draft.rights }))
  return { scopes, incomplete }
}

/** The end of the day some days from now, as the server writes moments; null for a key that never ends. */
export function expiryAfter(days: number, now = new Date()): string | null {
  if (!days) return null
  const two = (value: number): string => String(value).padStart(2, "0")
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  return `${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())} 23:59:59`
}
