/** A server for component tests: answers by method name, remembers what it was asked. */
import { vi } from "vitest"

export interface Asked {
  method: string
  path: string
  args: Record<string, unknown>
  headers: Record<string, string>
}
export type Answers = Record<string, (asked: Asked) => unknown>

export class Refused {
  constructor(readonly status: number, readonly body: unknown) {}
}

/** Keys are method names ("comptoir.desk.api.list") or "DELETE /api/resource/…"; a `Response` is sent as it is. */
export function serve(answers: Answers): Asked[] {
  const log: Asked[] = []
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://test")
    const method = init.method ?? "GET"
    const body = init.body ? (JSON.parse(String(init.body)) as object) : {}
    const asked = { method, path: url.pathname, args: { ...Object.fromEntries(url.searchParams), ...body }, headers: init.headers as Record<string, string> }
    log.push(asked)
    const answer = answers[url.pathname.replace("/api/method/", "")] ?? answers[`${method} ${decodeURIComponent(url.pathname)}`]
    if (!answer) return new Response(JSON.stringify({ exc_type: "DoesNotExistError" }), { status: 404 })
    const given = await answer(asked)
    if (given instanceof Refused) return new Response(JSON.stringify(given.body), { status: given.status })
    if (given instanceof Response) return given
    return new Response(JSON.stringify({ message: given }), { status: 200 })
  })
  return log
}

export const asksFor = (log: Asked[], method: string): Asked[] => log.filter((asked) => asked.path.endsWith(method))
