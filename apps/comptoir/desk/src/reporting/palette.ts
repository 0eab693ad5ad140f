/** The colours of charts out of the tokens of the theme, read anew when it changes. */
import { onScopeDispose, shallowRef, type ShallowRef } from "vue"
import type { Palette } from "./chartOptions"
import "./charts.css"

const SERIES = 8

function read(): Palette {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    series: Array.from({ length: SERIES }, (_, at) => token(`--chart-${at + 1}`)),
    text: token("--ink-gray-6"), line: token("--outline-gray-2"), ground: token("--surface-modal"),
  }
}

export function usePalette(): ShallowRef<Palette> {
  const palette = shallowRef(read())
  const observer = new MutationObserver(() => (palette.value = read()))
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] })
  onScopeDispose(() => observer.disconnect())
  return palette
}
