import { describe, expect, it } from "vitest"
import { pointText } from "@/logic/geojson"
import { doctype, field } from "@/logic/testing"
import type { Document } from "@/types"
import { boundsOf, narrowing, placeFields, placesOf } from "./places"

const at = (name: string, latitude: number, longitude: number): Document => ({ name, location: pointText({ latitude, longitude }) }) as Document
const names = (rows: Document[]) => rows.map((row) => row.name)

describe("places of documents", () => {
  it("are where a field says so, hidden ones apart", () => {
    const view = doctype("Shop", [field("location", "Geolocation"), field("secret", "Geolocation", { hidden: 1 }), field("city", "Data")])
    expect(placeFields(view).map((each) => each.fieldname)).toEqual(["location"])
  })

  it("are one where documents stand at the same spot", () => {
    const { places } = placesOf([at("A", 45.76, 4.83), at("B", 45.76001, 4.83001), at("C", 50.63, 3.06)], "location")
    expect(places.map((place) => names(place.rows))).toEqual([["A", "B"], ["C"]])
  })

  it("are none for what has no place, a shape, or one beyond the Earth", () => {
    const rows = [{ name: "A" }, { name: "B", location: "no JSON" }, { name: "C", location: '{"type":"LineString","coordinates":[[1,2],[3,4]]}' }, at("D", 95, 0)] as Document[]
    expect(placesOf(rows, "location").places).toEqual([])
    expect(names(placesOf(rows, "location").nowhere)).toEqual(["A", "B", "C", "D"])
  })
})

describe("the part of the map", () => {
  it("holds every place with some room around", () => {
    const bounds = boundsOf([{ latitude: 45, longitude: 4 }, { latitude: 55, longitude: 44 }])
    expect(bounds.west).toBeLessThan(4)
    expect(bounds.east).toBeGreaterThan(44)
    expect(bounds.south).toBeLessThan(45)
    expect(bounds.north).toBeGreaterThan(55)
  })

  it("has a size for a single place, and is the world for none", () => {
    const { west, east, south, north } = boundsOf([{ latitude: 45, longitude: 4 }])
    expect([east - west, north - south]).toEqual([3, 3])
    expect(boundsOf([]).east - boundsOf([]).west).toBe(360)
  })

  it("is as wide as degrees are where it lies", () => {
    expect(narrowing({ west: 0, east: 1, south: -1, north: 1 })).toBeCloseTo(1)
    expect(narrowing({ west: 0, east: 1, south: 59, north: 61 })).toBeCloseTo(0.5)
    expect(narrowing({ west: 0, east: 1, south: 89, north: 90 })).toBe(0.2)
  })
})
