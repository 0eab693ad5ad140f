/** A map as ECharts takes it. Texts are drawn, never read as markup. */
import type { EChartsOption } from "echarts"
import type { Palette } from "@/reporting/chartOptions"
import { boundsOf, narrowing, type Place } from "./places"

export const WORLD_MAP = "world"
const NAMED = 6
const SMALLEST = 14
const LARGEST = 40

export interface MapLooks {
  palette: Palette
  land: string
  border: string
  titleOf: (row: Place["rows"][number]) => string
  /** "and 3 more" */
  more: (number: number) => string
  /** A map within a page leaves the wheel to the page. */
  within?: boolean
}

export function mapOptions(places: readonly Place[], looks: MapLooks): EChartsOption {
  const { palette } = looks
  const bounds = boundsOf(places)
  return {
    animation: false,
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: palette.ground, borderColor: palette.line, textStyle: { color: palette.text, fontSize: 12 },
      formatter: (spot) => namesAt(places[(spot as { dataIndex: number }).dataIndex], looks),
    },
    geo: {
      map: WORLD_MAP, roam: looks.within ? "move" : true, silent: true, aspectScale: narrowing(bounds), scaleLimit: { min: 0.01, max: 400 },
      boundingCoords: [[bounds.west, bounds.north], [bounds.east, bounds.south]], tooltip: { show: false },
      itemStyle: { areaColor: looks.land, borderColor: looks.border },
    },
    series: [{
      type: "scatter", coordinateSystem: "geo", data: places.map((place) => ({ value: [place.longitude, place.latitude], symbolSize: sizeOf(place), label: { show: place.rows.length > 1, formatter: String(place.rows.length) } })),
      itemStyle: { color: palette.series[0], opacity: 0.9, borderColor: palette.ground, borderWidth: 1.5 }, label: { color: palette.ground, fontSize: 11 }, cursor: "pointer",
    }],
  }
}

const sizeOf = (place: Place): number => Math.min(LARGEST, SMALLEST + 4 * Math.sqrt(place.rows.length - 1))

function namesAt(place: Place | undefined, { titleOf, more }: MapLooks): string {
  if (!place) return ""
  const left = place.rows.length - NAMED
  return [...place.rows.slice(0, NAMED).map(titleOf), ...(left > 0 ? [more(left)] : [])].join("\n")
}
