/** Requests that Swagger UI sends for the reader. */
export interface Sent {
  url: string
  method?: string
  headers?: Record<string, string>
  credentials?: string
}

const SAFE = ["GET", "HEAD", "OPTIONS"]

/** `sent` with the session's CSRF token, if it changes something here and no API key is given with it. */
export function withCsrf(sent: Sent, token: string, origin: string): Sent {
  const here = new URL(sent.url, origin).origin === origin
  const safe = SAFE.includes((sent.method ?? "GET").toUpperCase())
  const signed = Object.keys(sent.headers ?? {}).some((name) => name.toLowerCase() === "authorization")
  if (!here || safe || signed || !token) return sent
  return { ...sent, credentials: "same-origin", headers: { ...sent.headers, "X-Frappe-CSRF-Token": token } }
}
