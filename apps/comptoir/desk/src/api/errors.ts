/** What went wrong with a request, in one shape: status, Frappe's exception name, a sentence, problems at fields. */
import type { FieldProblem, ServerMessage } from "@/types"

export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly excType: string,
    message: string,
    readonly serverMessages: ServerMessage[] = [],
    readonly fieldErrors: FieldProblem[] = [],
    /** Seconds the server wants us to wait before the next try; 0 where it named none. */
    readonly retryAfter = 0,
  ) {
    super(message)
    this.name = "ApiError"
  }

  get isConflict(): boolean {
    return this.excType === "TimestampMismatchError"
  }
}

/** `_server_messages` is a JSON list of JSON strings; a part that is not JSON is taken as the message itself. */
export function parseServerMessages(raw: unknown): ServerMessage[] {
  if (typeof raw !== "string" || raw === "") return []
  const list = parse(raw)
  return (Array.isArray(list) ? list : [list]).map((item) => {
    const message = typeof item === "string" ? parse(item) : item
    return typeof message === "object" && message !== null && "message" in message
      ? (message as ServerMessage)
      : { message: String(message) }
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The error a response means; `fallback` is the sentence shown when the server gave none. */
export function errorFrom(status: number, body: unknown, fallback: string, retryAfter = 0): ApiError {
  const data = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>
  if (Array.isArray(data.errors)) return errorFromV2(status, data.errors as ErrorEntry[], fallback, retryAfter)
  const messages = parseServerMessages(data._server_messages)
  const excType = typeof data.exc_type === "string" ? data.exc_type : ""
  const last = messages.at(-1)?.message
  const problems = Array.isArray(data._field_errors) ? (data._field_errors as FieldProblem[]) : []
  const message = sentence(plain(last ?? own(data) ?? fallback), problems)
  return new ApiError(status, excType, message, messages, problems, retryAfter)
}

interface ErrorEntry extends ServerMessage {
  type?: string
  fields?: FieldProblem[]
}

function errorFromV2(status: number, entries: ErrorEntry[], fallback: string, retryAfter: number): ApiError {
  const problems = entries.flatMap((entry) => entry.fields ?? [])
  const last = entries.at(-1)
  return new ApiError(status, last?.type ?? "", sentence(plain(last?.message ?? fallback), problems), entries, problems, retryAfter)
}

/** Some refusals are spelled for programs ("[Thing, T-1]: subject"); the problems at their fields speak to people. */
function sentence(message: string, problems: FieldProblem[]): string {
  return problems.length && /^\[[^\]]*\]: /.test(message) ? problems.map((problem) => problem.message).join("\n") : message
}

function own(data: Record<string, unknown>): string | undefined {
  if (typeof data.message === "string" && data.message) return data.message
  if (typeof data.exception !== "string") return undefined
  return data.exception.replace(/^[\w.]+:\s*/, "") || undefined
}

/** Server sentences may carry markup; the Desk shows them as text. */
export function plain(html: string): string {
  return html.replace(/<br\s*\/?>/gi, "\n").replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&")
}
