/** The one point of a GeoJSON value; shapes stay as they are. */

export interface Point {
  latitude: number
  longitude: number
}

interface GeoJson {
  type?: string
  features?: GeoJson[]
  geometry?: GeoJson
  coordinates?: unknown
}

export function pointOf(text: unknown): Point | null {
  if (typeof text !== "string" || text.trim() === "") return null
  try {
    return findPoint(JSON.parse(text) as GeoJson)
  } catch {
    return null
  }
}

function findPoint(shape: GeoJson | null | undefined): Point | null {
  if (!shape) return null
  if (shape.type === "Feature") return findPoint(shape.geometry)
  if (shape.type === "FeatureCollection") return shape.features?.length === 1 ? findPoint(shape.features[0]) : null
  if (shape.type !== "Point" || !Array.isArray(shape.coordinates)) return null
  const [longitude, latitude] = shape.coordinates as unknown[]
  return typeof latitude === "number" && typeof longitude === "number" ? { latitude, longitude } : null
}

/** Frappe's shape: a collection with one feature. */
export function pointText({ latitude, longitude }: Point): string {
  return JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [longitude, latitude] } }] })
}

export function isOnEarth({ latitude, longitude }: Point): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
}
