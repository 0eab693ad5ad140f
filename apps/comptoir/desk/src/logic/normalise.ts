/**
 * Normalisers, applied in the order a field names them. The server applies the same ones at save; here they run
 * when the field is left, so that what is shown is what will be stored.
 */
type Normaliser = (text: string) => string

const NORMALISERS: Record<string, Normaliser> = {
  trim: (text) => text.trim(),
  collapse: (text) => text.trim().replace(/\s+/g, " "),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: (text) => text.toLowerCase().replace(/(^|[^\p{L}\p{N}'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  digits: (text) => text.replace(/[^0-9]/g, ""),
  phone: normalisePhone,
  email: (text) => text.trim().toLowerCase(),
  tax_id: (text) => text.replace(/[\s.\-/]/g, "").toUpperCase(),
  iban: (text) => text.replace(/\s/g, "").toUpperCase(),
  url: normaliseUrl,
}

export function normalise(names: string | null | undefined, value: unknown): unknown {
  if (!names || typeof value !== "string") return value
  return names
    .split(/[\s,]+/)
    .filter(Boolean)
    .reduce((text, name) => (NORMALISERS[name] ?? same)(text), value)
}

function same(text: string): string {
  return text
}

function normalisePhone(text: string): string {
  const trimmed = text.trim()
  const digits = trimmed.replace(/[^0-9]/g, "")
  if (trimmed.startsWith("+")) return `+${digits}`
  if (digits.startsWith("00")) return `+${digits.slice(2)}`
  return digits
}

function normaliseUrl(text: string): string {
  const trimmed = text.trim()
  if (trimmed === "" || trimmed.startsWith("/")) return trimmed
  const full = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
  return full.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)/i, (_, scheme: string, host: string) => scheme.toLowerCase() + host.toLowerCase())
}
