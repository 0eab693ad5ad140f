/** Invented rows: always the same for a DocType, plausible enough to judge a screen by. */
import type { Document, FieldView, Filter, Value } from "../src/types"
import type { Declarations } from "./mock-meta"

const WORDS = ["Atelier Nord", "Boreal Systems", "Cedar & Sons", "Delta Logistique", "Éclat Verre", "Fjord Marine", "Granit du Sud", "Horizon Bâtiment", "Импульс", "Юнион Трейд", "Kessler Maschinenbau GmbH", "Lumière et Associés"]
const PEOPLE = ["Anna Lindqvist", "Pierre Moreau", "Ольга Смирнова", "Jan de Vries", "Inès Garcia"]
const CITIES = ["Lyon", "Marseille", "Казань", "Lille", "Tbilisi"]
const CODE = /^[A-Z][A-Z0-9]*-/
const cache = new Map<string, Document[]>()

function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43758.5453
  return x - Math.floor(x)
}

const stamp = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace("T", " ")

function value(all: Declarations, field: FieldView, row: number, column: number): Value {
  const random = noise(row * 31 + column * 7 + 1)
  if (/^(closed|completed|finished|accepted|converted)_on$/.test(field.fieldname) && row % 4) return null
  const pick = (list: string[]): string => list[Math.floor(random * list.length)] ?? ""
  switch (field.fieldtype) {
    case "Select": return pick((field.options ?? "").split("\n").filter(Boolean))
    case "Check": return random > 0.7 ? 1 : 0
    case "Int": return Math.floor(random * 50)
    case "Float": case "Percent": return Math.round(random * 10_000) / 100
    case "Currency": return Math.round(random ** 3 * 25_000_000) / 100
    case "Date": return stamp(random * 60 - 30).slice(0, 10)
    case "Datetime": return stamp(random * 40 - 20)
    case "Link": return random > 0.9 || !all.has(field.options ?? "") ? null : `${field.options?.slice(0, 4).toUpperCase()}-${String(Math.ceil(random * 200)).padStart(5, "0")}`
    case "Duration": return Math.floor(random * 90_000)
    case "Rating": return Math.round(random * 5) / 5
    case "Color": return pick(["#0f766e", "#2563eb", "#dc2626"])
    default: break
  }
  if (field.fieldname.includes("city")) return pick(CITIES)
  if (field.fieldname.includes("phone")) return `+33 6 ${Math.floor(random * 89_999_999 + 10_000_000)}`
  if (/employee|full|lead|contact/.test(field.fieldname)) return pick(PEOPLE)
  return `${pick(WORDS)} ${row + 1}`
}

export function rowsOf(all: Declarations, doctype: string): Document[] {
  const known = cache.get(doctype)
  if (known) return known
  const declaration = all.get(doctype)
  const count = declaration ? (doctype.length % 3 === 0 ? 23 : 137) : 0
  const prefix = CODE.exec(declaration?.autoname ?? "")?.[0] ?? `${doctype.slice(0, 4).toUpperCase()}-`
  const rows = Array.from({ length: count }, (_, row): Document => ({
    ...Object.fromEntries((declaration?.fields ?? []).map((field, column) => [field.fieldname, value(all, field, row, column)])),
    name: `${prefix}${String(row + 1).padStart(5, "0")}`, doctype, docstatus: declaration?.is_submittable ? row % 3 : 0,
    modified: stamp(-noise(row) * 40), creation: stamp(-60), owner: "Administrator",
  }))
  cache.set(doctype, rows)
  return rows
}

export function matches(row: Document, [fieldname, op, wanted]: Filter): boolean {
  const own = row[fieldname]
  const text = String(own ?? "")
  const list = Array.isArray(wanted) ? wanted.map(String) : []
  const like = (): boolean => text.toLowerCase().includes(String(wanted).replaceAll("%", "").toLowerCase())
  switch (op) {
    case "=": return text === String(wanted)
    case "!=": return text !== String(wanted)
    case "like": return like()
    case "not like": return !like()
    case "in": return list.includes(text)
    case "not in": return !list.includes(text)
    case ">": case ">=": return typeof own === "number" ? own >= Number(wanted) : text >= String(wanted)
    case "<": case "<=": return typeof own === "number" ? own <= Number(wanted) : text <= String(wanted)
    case "between": return text >= String(list[0]) && text <= String(list[1])
    case "is": return (text !== "") === (wanted === "set")
    default: return true
  }
}
