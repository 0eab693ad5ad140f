/**
 * Normalisers, applied in the order a field names them. The server applies the same ones at save; here they run
 * when the field is left, so that what is shown is what will be stored.
 */
type Normaliser = (text: string) => string

const collapse: Normaliser = (text) => text.replace(/\s+/g, " ").trim()
const codeOnly: Normaliser = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase()

const NORMALISERS: Record<string, Normaliser> = {
  trim: (text) => text.trim(),
  collapse,
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: (text) => text.replace(/\p{L}+(?:['’]\p{L}+)*/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()),
  digits: (text) => text.replace(/[^0-9]/g, ""),
  /** Only tidied: the international form needs tables that the server has. */
  phone: collapse,
  email: normaliseEmail,
  tax_id: codeOnly,
  iban: codeOnly,
  url: normaliseUrl,
}

export function normalise(names: string | null | undefined, value: unknown): unknown {
  if (!names || typeof value !== "string") return value
  return names
    .split(/\s+/)
    .filter(Boolean)
    .reduce((text, name) => (NORMALISERS[name] ?? same)(text), value)
}

function same(text: string): string {
  return text
}

/** The part before the @ is the addressee's own affair; the host is not case sensitive. */
function normaliseEmail(text: string): string {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf("@")
  return at < 0 ? trimmed.toLowerCase() : trimmed.slice(0, at) + trimmed.slice(at).toLowerCase()
}

function normaliseUrl(text: string): string {
  const trimmed = text.trim()
  if (trimmed === "" || trimmed.startsWith("/")) return trimmed
  const hasScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(trimmed) && !/^[^/:]+\.[^/:]+:[0-9]+(\/|$)/.test(trimmed)
  const full = hasScheme ? trimmed : `https://${trimmed}`
  return full.replace(/^([^:/]+:\/\/)([^/]*)/, (_, scheme: string, host: string) => scheme.toLowerCase() + host.toLowerCase())
}
