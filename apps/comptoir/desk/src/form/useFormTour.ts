/** The tour of a form: offered where one is declared, and started by the menu or by the address, `?tour=<name>`. */
import { type ComputedRef, computed, watch } from "vue"
import { useRoute, useRouter } from "vue-router"
import { type ApiError, get } from "@/api"
import type { FormTour, FormTourStep } from "@/tour/contract"
import { formToursOf, tourOfForm } from "@/tour/forms"
import { startTour } from "@/tour/touring"
import { notify } from "@/ui/toast"

export interface FormTours {
  offered: ComputedRef<boolean>
  start: (tour?: FormTour) => Promise<void>
}

/** `ready`: the form is on the screen. */
export function useFormTour(doctype: string, ready: () => boolean, unfold: (fieldname: string) => boolean): FormTours {
  const route = useRoute()
  const router = useRouter()
  const tours = computed(() => formToursOf(doctype))

  async function start(tour = tours.value[0]): Promise<void> {
    if (!tour) return
    try {
      startTour(tourOfForm(tour, await get<FormTourStep[]>("comptoir.desk.tours.steps", { name: tour.name }), unfold))
    } catch (cause) {
      notify((cause as ApiError).message, "error")
    }
  }

  watch([() => route.query.tour, ready], async ([asked, drawn]) => {
    const tour = tours.value.find((each) => each.name === asked)
    if (!tour || !drawn) return
    const { tour: _, ...query } = route.query
    await router.replace({ path: route.path, query })
    await start(tour)
  }, { immediate: true, flush: "post" })

  return { offered: computed(() => tours.value.length > 0), start }
}
