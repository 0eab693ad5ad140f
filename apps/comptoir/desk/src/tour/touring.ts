/** Which tour is on; it has an address, so that a link, the palette and a step of the first day can start it. */
import { shallowRef, watch } from "vue"
import { type RouteLocationRaw, useRoute, useRouter } from "vue-router"
import { closeDrawer } from "@/shell/drawer"
import type { Tour } from "./contract"
import { tourNamed } from "./registry"

export const touring = shallowRef<Tour>()

export const tourRoute = (name: string): RouteLocationRaw => ({ name: "home", query: { tour: name } })

export function startTour(tour: Tour): void {
  closeDrawer()
  touring.value = tour
}

/** Starts what the address asks for, and takes it out of the address. */
export function useTourAddress(): void {
  const route = useRoute()
  const router = useRouter()
  watch(() => route.query.tour, async (asked) => {
    const tour = tourNamed(asked)
    if (!tour) return
    const { tour: _, ...query } = route.query
    await router.replace({ path: route.path, query })
    startTour(tour)
  }, { immediate: true })
}
