/** How wide the paper beside a form is: dragged and kept for its user and doctype, else its share of the room. */
import { type ComputedRef, computed, ref } from "vue"
import { keepSetting } from "@/composables/userSettings"
import type { DocTypeView } from "@/types"

const PART = "Preview"
const SHARE = 0.44
export const LEAST = 320
/** The form beside it stays usable. */
const FORM_LEAST = 400

export interface PaneWidth {
  width: ComputedRef<number>
  most: ComputedRef<number>
  /** Shown while the edge is dragged; nothing is kept until `settle`. */
  preview: (width: number) => void
  settle: (width: number | undefined) => void
}

export function usePaneWidth(view: DocTypeView, room: () => number): PaneWidth {
  const own = ref(keptWidth(view))
  const most = computed(() => Math.max(LEAST, Math.round(room() - FORM_LEAST)))
  const width = computed(() => Math.max(LEAST, Math.min(most.value, own.value ?? Math.round(room() * SHARE))))

  function settle(now: number | undefined): void {
    own.value = now
    void keepSetting(view, PART, now === undefined ? undefined : { width: now })
  }

  return { width, most, preview: (now) => (own.value = now), settle }
}

function keptWidth(view: DocTypeView): number | undefined {
  const width = (view.user_settings?.[PART] as { width?: unknown } | undefined)?.width
  return typeof width === "number" && width > 0 ? width : undefined
}
