/**
 * The rows ticked in a list; a click with Shift ticks everything since the last one. What is not shown is meant only
 * where everything is taken: all that the list would show.
 */
import { computed, readonly, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue"
import type { Document } from "@/types"

export interface Selection {
  selected: ComputedRef<ReadonlySet<string>>
  names: ComputedRef<string[]>
  everything: Readonly<Ref<boolean>>
  takeEverything: () => void
  toggle: (index: number, range?: boolean) => void
  /** Ticks these rows beside those that are. */
  add: (from: number, to: number) => void
  selectAll: (all: boolean) => void
  clear: () => void
}

export function useSelection(rows: () => Document[]): Selection {
  const picked = shallowRef<ReadonlySet<string>>(new Set())
  const everything = ref(false)
  let anchor = 0
  const nameAt = (index: number): string => rows()[index]?.name ?? ""

  function toggle(index: number, range = false): void {
    const next = new Set(picked.value)
    const on = !next.has(nameAt(index))
    const [from, to] = range ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index]
    for (let at = from; at <= to; at++) {
      if (on) next.add(nameAt(at))
      else next.delete(nameAt(at))
    }
    anchor = index
    pick(next)
  }

  function add(from: number, to: number): void {
    const rising = [Math.min(from, to), Math.max(from, to)] as const
    pick(new Set([...picked.value, ...rows().slice(rising[0], rising[1] + 1).map((row) => row.name ?? "")]))
    anchor = to
  }

  function pick(next: ReadonlySet<string>): void {
    picked.value = next
    everything.value = false
  }

  // What is not shown any more cannot be acted upon.
  watch(rows, (now) => {
    const shown = new Set(now.map((row) => row.name))
    const kept = [...picked.value].filter((name) => shown.has(name))
    if (kept.length < picked.value.size) picked.value = new Set(kept)
  })

  return {
    selected: computed(() => picked.value),
    names: computed(() => [...picked.value]),
    toggle,
    add,
    everything: readonly(everything),
    takeEverything: () => void (everything.value = true),
    selectAll: (all) => pick(new Set(all ? rows().map((row) => row.name ?? "") : [])),
    clear: () => pick(new Set()),
  }
}
