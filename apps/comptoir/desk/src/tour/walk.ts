/** The way through a tour: which step is on, and which are left out because their part is not there. */
import { type ComputedRef, type ShallowRef, computed, shallowRef } from "vue"
import type { Ending, Tour, TourStep } from "./contract"

/** What a walk needs of the screen. */
export interface Ground<Part> {
  /** Whether the step can be shown, as far as that is known before going there. */
  possible: (step: TourStep) => boolean
  /** Goes where the step is. Nothing: its part is not there after all. */
  reach: (step: TourStep) => Promise<Reached<Part> | undefined>
  ended: (how: Ending) => void
}
export interface Reached<Part> {
  part: Part | undefined
}
export interface Current<Part> extends Reached<Part> {
  step: TourStep
}

export interface Walk<Part> {
  current: ShallowRef<Current<Part> | undefined>
  /** Of the current step, from 1. */
  number: ComputedRef<number>
  count: ComputedRef<number>
  start: () => Promise<void>
  next: () => Promise<void>
  back: () => Promise<void>
  end: (how: Ending) => void
}

export function walkThrough<Part>(tour: Tour, ground: Ground<Part>): Walk<Part> {
  const steps = shallowRef(tour.steps.filter(ground.possible))
  const current = shallowRef<Current<Part>>()
  const number = computed(() => (current.value ? steps.value.indexOf(current.value.step) + 1 : 0))
  let moving = false
  let over = false

  /** The step at `index`, or the next one in the direction of `by` that can be reached. */
  async function show(index: number, by: 1 | -1): Promise<void> {
    if (moving || over) return
    moving = true
    let at = index
    for (;;) {
      const step = steps.value[at]
      if (!step) break
      const reached = await ground.reach(step)
      if (over) return
      if (reached) {
        current.value = { ...reached, step }
        break
      }
      steps.value = steps.value.filter((each) => each !== step)
      if (by < 0) at -= 1
    }
    moving = false
    if (by > 0 && at >= steps.value.length) end("finished")
  }

  function end(how: Ending): void {
    if (over) return
    over = true
    current.value = undefined
    ground.ended(how)
  }

  return {
    current,
    end,
    number,
    count: computed(() => steps.value.length),
    start: () => show(0, 1),
    next: () => show(number.value, 1),
    back: async () => {
      if (number.value > 1) await show(number.value - 2, -1)
    },
  }
}
