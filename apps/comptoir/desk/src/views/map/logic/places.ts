/** Documents by where they are. */
import { isOnEarth, pointOf, type Point } from "@/logic/geojson"
import type { DocTypeView, Document, FieldView } from "@/types"

/** Fields that say where a document is. */
export const placeFields = (view: DocTypeView): FieldView[] => view.fields.filter((field) => field.fieldtype === "Geolocation" && !field.hidden)

/** Documents that stand at the same spot. */
export interface Place extends Point {
  rows: Document[]
}

/** About ten metres: what is nearer is one spot. */
const DIGITS = 4

export function placesOf(rows: readonly Document[], fieldname: string): { places: Place[]; nowhere: Document[] } {
  const places = new Map<string, Place>()
  const nowhere: Document[] = []
  for (const row of rows) {
    const point = pointOf(row[fieldname])
    if (!point || !isOnEarth(point)) {
      nowhere.push(row)
      continue
    }
    const key = `${point.latitude.toFixed(DIGITS)} ${point.longitude.toFixed(DIGITS)}`
    const place = places.get(key)
    if (place) place.rows.push(row)
    else places.set(key, { ...point, rows: [row] })
  }
  return { places: [...places.values()], nowhere }
}

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

const WORLD: Bounds = { west: -170, south: -58, east: 190, north: 80 }
/** Degrees; a single place is shown with what lies around it. */
const LEAST = 3
const MARGIN = 0.15

/** What has to be seen for all of them to be seen, with some room around. */
export function boundsOf(points: readonly Point[]): Bounds {
  if (!points.length) return WORLD
  const [south, north] = span(points.map((point) => point.latitude))
  const [west, east] = span(points.map((point) => point.longitude))
  return { west, south: Math.max(-89, south), east, north: Math.min(89, north) }
}

function span(values: number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  const half = Math.max(LEAST, (high - low) * (1 + 2 * MARGIN)) / 2
  return [(low + high) / 2 - half, (low + high) / 2 + half]
}

/** How much narrower a degree of longitude is than one of latitude where the map is looked at. */
export const narrowing = ({ south, north }: Bounds): number => Math.max(0.2, Math.cos((((south + north) / 2) * Math.PI) / 180))
