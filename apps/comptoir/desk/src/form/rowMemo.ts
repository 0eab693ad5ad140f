/** Keeps what was worked out of a row until something it was worked out from changes: typing in one row of a long table leaves the others alone. */
import { type ComputedRef, computed } from "vue"
import type { Row } from "@/logic/documents"
import type { PerRow } from "@/logic/perRow"

export function rowMemo(): PerRow {
  const known = new WeakMap<Row, { key: object | undefined; value: ComputedRef<unknown> }>()
  return <T>(row: Row, key: object | undefined, work: () => T): T => {
    let kept = known.get(row)
    if (!kept || kept.key !== key) known.set(row, (kept = { key, value: computed(work) }))
    return kept.value.value as T
  }
}
