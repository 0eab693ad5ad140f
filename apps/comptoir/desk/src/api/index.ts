/**
 * The typed client of the server: every request of the Desk goes through `request`, which adds the session's CSRF
 * token to unsafe ones and turns every failure into an `ApiError` with a sentence for people.
 */
import { t } from "@/i18n"
import type { Document, FieldProblem, ServerMessage } from "@/types"
import { ApiError, errorFrom, parseServerMessages } from "./errors"
import { isAnswer, tellReach } from "./reach"

export { ApiError, type FieldProblem, type ServerMessage }

type Method = "GET" | "POST" | "PUT" | "DELETE"
export interface Answer<T> {
  data: T
  /** Warnings and notices the server sent along with success. */
  messages: ServerMessage[]
}

let csrfToken = ""
let onSignedOut: (() => void) | undefined

export function setCsrfToken(token: string | undefined): void {
  csrfToken = token ?? ""
}

/** Called when the server no longer knows the session, so that the login page can be shown. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

export async function request(method: Method, path: string, body?: unknown, signal?: AbortSignal, key?: string): Promise<Record<string, unknown>> {
  return json(await send(method, path, body, signal, key))
}

/** The response to a request that succeeded, whatever it carries. What is sent twice with one key is done once. */
export async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal, key?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" }
  const form = body instanceof FormData
  if (key) headers["Idempotency-Key"] = key
  if (body !== undefined && !form) headers["Content-Type"] = "application/json"
  if (method !== "GET" && csrfToken) headers["X-Frappe-CSRF-Token"] = csrfToken
  let response: Response
  try {
    response = await fetch(path, {
      method, headers, credentials: "same-origin", signal,
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    tellReach(false)
    throw unreachable()
  }
  tellReach(isAnswer(response.status))
  if (response.ok) return response
  if (!isAnswer(response.status)) throw unreachable()
  const error = errorFrom(response.status, await json(response), fallback(response.status), Number(response.headers.get("Retry-After")) || 0)
  if (error.status === 401 || error.excType === "SessionExpired") onSignedOut?.()
  else if (error.status === 403 && csrfToken && (await isGuest())) {
    onSignedOut?.()
    throw new ApiError(401, "SessionExpired", fallback(401))
  }
  throw error
}

let asking: Promise<boolean> | undefined

/** Whoever's session has ended is a guest to the server, which refuses them like anybody without the right. */
function isGuest(): Promise<boolean> {
  asking ??= fetch("/api/method/frappe.auth.get_logged_user", { headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then(({ status }) => status === 401 || status === 403, () => false)
    .finally(() => (asking = undefined))
  return asking
}

export const unreachable = (): ApiError => new ApiError(0, "NetworkError", t("The server cannot be reached. Check the connection and try again."))

async function json(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text()
  if (!text) return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

function fallback(status: number): string {
  if (status === 401) return t("You are not signed in, or the session has ended. Sign in and try again.")
  if (status === 403) return t("You do not have the right to do this.")
  if (status === 404) return t("This was not found. It may have been deleted or renamed.")
  if (status === 413) return t("This is too large for the server.")
  if (status === 429) return t("Too many requests. Wait a moment and try again.")
  return t("The server could not do this (status {0}). Try again; if it keeps happening, tell your administrator.", status)
}

/** Query string of arguments; lists and objects travel as JSON, absent ones not at all. */
export function query(args: Record<string, unknown>): string {
  const pairs = Object.entries(args).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]))
  const text = search.toString()
  return text ? `?${text}` : ""
}

/** A whitelisted function; GET reads, POST changes. Gives the `message` of the answer. */
export async function call<T>(method: string, args: Record<string, unknown> = {}, verb: "GET" | "POST" = "POST", signal?: AbortSignal): Promise<T> {
  const answer = await callRaw(method, args, verb, signal)
  return answer.message as T
}

/** As `call`, for what must be done once: sent again with the same key, it is answered as it was the first time. */
export async function callOnce<T>(key: string, method: string, args: Record<string, unknown> = {}): Promise<T> {
  const answer = await request("POST", `/api/method/${method}`, args, undefined, key)
  return answer.message as T
}

/** As `call`, but the whole answer: some functions answer beside `message` (`docs`, `_link_titles`). */
export function callRaw(method: string, args: Record<string, unknown> = {}, verb: "GET" | "POST" = "POST", signal?: AbortSignal): Promise<Record<string, unknown>> {
  const path = `/api/method/${method}`
  return verb === "GET" ? request("GET", path + query(args), undefined, signal) : request("POST", path, args, signal)
}

export const get = <T>(method: string, args: Record<string, unknown> = {}, signal?: AbortSignal): Promise<T> => call<T>(method, args, "GET", signal)

/** A whitelisted method of a document. */
export async function runDocMethod(doctype: string, name: string, method: string, args: Record<string, unknown> = {}): Promise<Answer<unknown>> {
  const [type, key, called] = [doctype, name, method].map(encodeURIComponent)
  const answer = await request("POST", `/api/v2/document/${type}/${key}/method/${called}`, args)
  return { data: answer.data, messages: (answer.messages ?? []) as ServerMessage[] }
}

/** A whitelisted function that takes a document as the form holds it. */
export async function runDocFunction(method: string, doc: Document, args: Record<string, unknown> = {}): Promise<Answer<unknown>> {
  const answer = await callRaw(method, { ...args, doc })
  return { data: answer.message, messages: parseServerMessages(answer._server_messages) }
}

const url = (doctype: string, name?: string): string =>
  `/api/resource/${encodeURIComponent(doctype)}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`

async function document(method: Method, path: string, body?: unknown, key?: string): Promise<Answer<Document>> {
  const answer = await request(method, path, body, undefined, key)
  return { data: answer.data as Document, messages: parseServerMessages(answer._server_messages) }
}

/** Documents over `/api/resource`; `update` sends `modified` along so that the server can refuse a conflict. */
export const resource = {
  get: (doctype: string, name: string) => document("GET", url(doctype, name)),
  create: (doctype: string, doc: Document, key?: string) => document("POST", url(doctype), doc, key),
  update: (doctype: string, name: string, changes: Document, key?: string) => document("PUT", url(doctype, name), changes, key),
  submit: (doctype: string, name: string, modified?: string) => document("PUT", url(doctype, name), { docstatus: 1, modified }),
  cancel: (doctype: string, name: string, modified?: string) => document("PUT", url(doctype, name), { docstatus: 2, modified }),
  delete: async (doctype: string, name: string): Promise<void> => {
    await request("DELETE", url(doctype, name))
  },
}
