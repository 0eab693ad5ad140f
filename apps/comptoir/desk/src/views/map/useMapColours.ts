/** The colours of a map, read anew with the palette, which follows the theme. */
import { computed, type ComputedRef } from "vue"
import { usePalette } from "@/reporting/palette"
import type { MapLooks } from "./logic/options"

export function useMapColours(): ComputedRef<Pick<MapLooks, "palette" | "land" | "border">> {
  const palette = usePalette()
  return computed(() => {
    const look = getComputedStyle(document.documentElement)
    const token = (name: string): string => look.getPropertyValue(name).trim()
    return { palette: palette.value, land: token("--surface-gray-2"), border: token("--outline-gray-4") }
  })
}
