/** The columns of a child table as its user set them, kept with their settings for the doctype of the form. */
import { type ComputedRef, type Ref, computed, ref } from "vue"
import { keepSetting } from "@/composables/userSettings"
import { useFormEnv } from "@/form/env"
import { GRID_VIEW, type GridColumn, offeredFields, readGridView, viewedColumns, wantedColumns } from "@/logic/grid/view"
import { clamp, moved } from "@/list/logic/arrangement"
import type { DocTypeView, FieldView } from "@/types"

export interface GridColumns {
  columns: ComputedRef<FieldView[]>
  offered: ComputedRef<FieldView[]>
  /** Whether they differ from what the doctype declares. */
  own: ComputedRef<boolean>
  /** The width of a column while its edge is dragged; nothing is kept until `settle`. */
  preview: Ref<{ fieldname: string; width: number } | undefined>
  /** The width of a column in pixels; undefined is its usual one. */
  settle: (fieldname: string, width: number | undefined) => void
  move: (from: number, to: number) => void
  toggle: (fieldname: string) => void
  reset: () => void
}

export function useColumns(meta: () => DocTypeView | undefined): GridColumns {
  const env = useFormEnv()
  const child = computed(() => meta()?.name ?? "")
  const wanted = ref<GridColumn[]>(readGridView(env.view?.()?.user_settings?.[GRID_VIEW], child.value))
  const preview = ref<{ fieldname: string; width: number }>()
  const columns = computed(() => {
    const declared = meta()
    return declared ? viewedColumns(declared, wanted.value) : []
  })

  function keep(next: GridColumn[]): void {
    wanted.value = next
    const view = env.view?.()
    if (!view) return
    const others = view.user_settings?.[GRID_VIEW] as Record<string, unknown> | undefined
    const all = Object.entries({ ...others, [child.value]: next }).filter(([, kept]) => Array.isArray(kept) && kept.length > 0)
    void keepSetting(view, GRID_VIEW, all.length ? Object.fromEntries(all) : undefined)
  }

  const now = (): GridColumn[] => wantedColumns(columns.value, wanted.value)

  return {
    columns, preview,
    offered: computed(() => (meta() ? offeredFields(meta()!) : [])),
    own: computed(() => wanted.value.length > 0),
    settle: (fieldname, width) => {
      preview.value = undefined
      keep(now().map(({ width: before, ...each }) => ({ ...each, width: each.fieldname === fieldname ? (width === undefined ? undefined : clamp(width)) : before })))
    },
    move: (from, to) => keep(moved(now(), from, to)),
    toggle: (fieldname) => {
      const rest = now().filter((each) => each.fieldname !== fieldname)
      const next = rest.length < columns.value.length ? rest : [...rest, { fieldname }]
      // A table without any column would be read as "the declared ones".
      if (next.length) keep(next)
    },
    reset: () => keep([]),
  }
}
