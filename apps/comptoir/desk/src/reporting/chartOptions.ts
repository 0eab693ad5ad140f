/** A picture as ECharts takes it. Texts are drawn, never read as markup. */
import type { EChartsOption, SeriesOption } from "echarts"
import { color } from "echarts/core"
import type { Picture } from "./drawing"

/** The colours of the moment, as the theme has them. */
export interface Palette {
  series: string[]
  text: string
  line: string
  ground: string
}

export interface Looks {
  palette: Palette
  /** A number as a text, in its currency. */
  say: (value: number, currency?: string | null) => string
  /** The short form on an axis. */
  short: (value: number) => string
  calm: boolean
}

export function chartOptions(picture: Picture, looks: Looks): EChartsOption {
  const { palette, calm } = looks
  const common: EChartsOption = {
    animation: !calm, animationDuration: 120, color: palette.series, textStyle: { fontFamily: "InterVar, sans-serif", color: palette.text },
    tooltip: {
      renderMode: "richText", confine: true, trigger: picture.drawing === "donut" ? "item" : "axis", axisPointer: { type: picture.drawing === "line" ? "line" : "shadow" },
      backgroundColor: palette.ground, borderColor: palette.line, textStyle: { color: palette.text, fontSize: 12 },
    },
    legend: { show: picture.series.length > 1 || picture.drawing === "donut", type: "scroll", bottom: 0, icon: "circle", itemWidth: 8, itemHeight: 8, textStyle: { color: palette.text }, pageTextStyle: { color: palette.text } },
  }
  return picture.drawing === "donut" ? { ...common, series: [ring(picture, looks)] } : { ...common, ...axes(picture, looks), series: picture.series.map((_, at) => along(picture, at, looks)) }
}

function ring(picture: Picture, { say, palette }: Looks): SeriesOption {
  const [series] = picture.series
  const data = picture.categories.map((category, at) => ({ name: category, value: series?.values[at] ?? 0 }))
  return {
    type: "pie", radius: ["45%", "72%"], center: ["50%", "44%"], data, label: { show: false }, itemStyle: { borderColor: palette.ground, borderWidth: 2 },
    tooltip: { valueFormatter: (value) => say(Number(value), series?.currency) },
  }
}

function axes(picture: Picture, { palette, short }: Looks): EChartsOption {
  const quiet = { axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } } }
  return {
    grid: { left: isCrowded(picture.categories) ? 32 : 4, right: 12, top: 12, bottom: picture.series.length > 1 ? 30 : 4, containLabel: true },
    xAxis: { type: "category", data: picture.categories, ...quiet, axisLabel: { color: palette.text, hideOverlap: true, width: 96, overflow: "truncate", ...(isCrowded(picture.categories) ? { rotate: 35, interval: 0 } : {}) } },
    yAxis: { type: "value", ...quiet, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.text, formatter: short } },
  }
}

/** Signs of a name that are shown, signs that fit side by side, and names that fit aslant. */
const [LONGEST, ABREAST, MOST_ASLANT] = [16, 72, 16]

/** Whether names do not fit side by side: then they stand aslant, so that each bar has its own, and the first needs room. */
const isCrowded = (names: readonly string[]): boolean => names.length > 1 && names.length <= MOST_ASLANT && names.reduce((sum, name) => sum + Math.min(name.length, LONGEST) + 2, 0) > ABREAST

/** How much of its colour the time before keeps; an edge of the whole colour tells it from the ground. */
const PALE = 0.3

function along(picture: Picture, at: number, { say, palette }: Looks): SeriesOption {
  const series = picture.series[at] as Picture["series"][number]
  const tint = palette.series[(picture.series.slice(0, at + 1).filter(({ before }) => !before).length - 1) % palette.series.length] as string
  // A click means documents of the time that is asked for.
  const common = { name: series.name, color: tint, silent: series.before, tooltip: { valueFormatter: (value: unknown) => (value === null || value === undefined ? "–" : say(Number(value), series.currency)) } }
  const pale = series.before ? color.modifyAlpha(tint, PALE) : undefined
  if (picture.drawing === "line") {
    return { ...common, type: "line", data: series.values.map((value) => value ?? null), symbolSize: 6, lineStyle: { width: 2, ...(pale ? { color: tint, opacity: 0.5, type: "dashed" } : {}) }, connectNulls: true, ...(pale ? { itemStyle: { opacity: 0.5 } } : {}) }
  }
  const stack = picture.drawing === "stacked" ? (series.before ? "before" : "all") : undefined
  const top = !stack || !picture.series.slice(at + 1).some(({ before }) => before === series.before)
  // Of nothing there is no edge.
  const data = series.values.map((value) => (pale && !value ? { value: 0, itemStyle: { borderWidth: 0 } } : (value ?? 0)))
  return { ...common, type: "bar", data, barMaxWidth: 40, stack, itemStyle: { borderRadius: top ? [2, 2, 0, 0] : 0, ...(pale ? { color: pale, borderColor: tint, borderWidth: 1 } : {}) } }
}
