/** The columns of a list as its user set them: from the address, else as they were remembered, else as declared. */
import { computed, ref, type ComputedRef } from "vue"
import { keepSetting } from "@/composables/userSettings"
import type { DocTypeView } from "@/types"
import type { ViewProps } from "@/views/contract"
import { arranged, readColumns, resized, wantedOf, writeColumns, type Density, type Wanted } from "../logic/arrangement"
import { offeredColumns, tableColumns, type Column } from "../logic/columns"
import { isPerson } from "../people"

const PART = "List"

export interface Arrangement {
  columns: ComputedRef<Column[]>
  offered: ComputedRef<Column[]>
  wanted: ComputedRef<Wanted[]>
  density: ComputedRef<Density>
  /** Whether it differs from what the doctype declares. */
  own: ComputedRef<boolean>
  choose: (wanted: readonly Wanted[]) => void
  /** While an edge is dragged; nothing is kept until `settle`. */
  preview: (fieldname: string, width: number) => void
  /** The width of a column; undefined is its usual one. */
  settle: (fieldname: string, width: number | undefined) => void
  setDensity: (density: Density) => void
  reset: () => void
}

export function useArrangement(props: Pick<ViewProps, "view" | "state" | "change">): Arrangement {
  const dragged = ref<{ fieldname: string; width: number }>()
  const remembered = ref(recalled(props.view))

  const standard = computed(() => tableColumns(props.view, isPerson))
  const offered = computed(() => offeredColumns(props.view, isPerson))
  const settled = computed(() => arranged(standard.value, offered.value, readColumns(props.state.options.columns ?? remembered.value.columns ?? "")))
  const columns = computed(() => {
    const now = dragged.value
    return now ? settled.value.map((column) => (column.fieldname === now.fieldname ? { ...column, width: now.width } : column)) : settled.value
  })
  const wanted = computed(() => wantedOf(settled.value, offered.value))
  const density = computed<Density>(() => ((props.state.options.density ?? remembered.value.density) === "compact" ? "compact" : "normal"))
  const usual = computed(() => writeColumns(wantedOf(standard.value, offered.value)))
  const own = computed(() => density.value !== "normal" || writeColumns(wanted.value) !== usual.value)

  function set(columns: string, density: Density): void {
    const next = { columns: columns === usual.value ? "" : columns, density: density === "normal" ? "" : density }
    remembered.value = next
    props.change({ options: { columns: next.columns || undefined, density: next.density || undefined } })
    void remember(props.view, next)
  }

  const choose = (next: readonly Wanted[]): void => set(writeColumns(next), density.value)

  return {
    columns, offered, wanted, density, own, choose,
    preview: (fieldname, width) => void (dragged.value = { fieldname, width }),
    settle: (fieldname, width) => {
      dragged.value = undefined
      choose(resized(wanted.value, fieldname, width))
    },
    setDensity: (next) => set(writeColumns(wanted.value), next),
    reset: () => set("", "normal"),
  }
}

function recalled(view: DocTypeView): { columns?: string; density?: string } {
  const kept = view.user_settings?.[PART] as { columns?: unknown; density?: unknown } | undefined
  return { columns: typeof kept?.columns === "string" ? kept.columns : undefined, density: typeof kept?.density === "string" ? kept.density : undefined }
}

function remember(view: DocTypeView, next: { columns?: string; density?: string }): Promise<void> {
  return keepSetting(view, PART, { ...(view.user_settings?.[PART] as object | undefined), columns: next.columns || undefined, density: next.density || undefined })
}
