import { describe, expect, it } from "vitest"
import { isOnEarth, pointOf, pointText } from "./geojson"

describe("a place", () => {
  it("survives the way to GeoJSON and back", () => {
    expect(pointOf(pointText({ latitude: 48.85, longitude: 2.35 }))).toEqual({ latitude: 48.85, longitude: 2.35 })
  })

  it("is none where there are shapes, several points or no JSON", () => {
    const two = JSON.stringify({ type: "FeatureCollection", features: [{}, {}] })
    expect(["", "x", two, '{"type":"LineString","coordinates":[[1,2]]}', null].map(pointOf)).toEqual([null, null, null, null, null])
  })

  it("lies on Earth", () => {
    expect([isOnEarth({ latitude: 90, longitude: -180 }), isOnEarth({ latitude: 91, longitude: 0 })]).toEqual([true, false])
  })
})
