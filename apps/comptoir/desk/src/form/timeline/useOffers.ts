/** The people offered at `@`: which of them is meant, where they are shown, and the keys that choose. */
import { type Ref, computed, ref, shallowRef } from "vue"
import type { Person } from "./offering"

/** What the editor tells of the word at the cursor. */
export interface Asking {
  items: Person[]
  command: (person: Person) => void
  clientRect?: (() => DOMRect | null) | null
}

type Place = Partial<Record<"left" | "top" | "bottom", string>>

export interface Offers {
  people: Ref<Person[]>
  active: Ref<number>
  /** Below the word, or above it where there is no room. */
  place: Ref<Place>
  take: (index: number) => void
  /** What the editor calls. */
  shown: { onStart: (asking: Asking) => void; onUpdate: (asking: Asking) => void; onExit: () => void; onKeyDown: (pressed: { event: KeyboardEvent }) => boolean }
}

const HIGHEST = 280
const GAP = 4

export function useOffers(): Offers {
  const asking = shallowRef<Asking>()
  const active = ref(0)
  const people = computed(() => asking.value?.items ?? [])

  function show(now: Asking): void {
    if (now.items !== asking.value?.items) active.value = 0
    asking.value = now
  }

  function take(index: number): void {
    const person = people.value[index]
    if (person) asking.value?.command(person)
  }

  function pressed(key: string): boolean {
    const count = people.value.length
    if (!count) return false
    if (key === "ArrowDown" || key === "ArrowUp") active.value = (active.value + (key === "ArrowDown" ? 1 : count - 1)) % count
    else if (key === "Enter" || key === "Tab") take(active.value)
    else if (key === "Escape") asking.value = undefined
    else return false
    return true
  }

  const place = computed<Place>(() => {
    const rect = asking.value?.clientRect?.()
    if (!rect) return {}
    const left = `${Math.max(8, Math.min(rect.left, innerWidth - 240))}px`
    return rect.bottom + HIGHEST > innerHeight ? { left, bottom: `${innerHeight - rect.top + GAP}px` } : { left, top: `${rect.bottom + GAP}px` }
  })

  return { people, active, place, take, shown: { onStart: show, onUpdate: show, onExit: () => (asking.value = undefined), onKeyDown: ({ event }) => pressed(event.key) } }
}
