/** The state of the permission manager: rows as the server has them, edits beside them, and what is done with both. */
import { computed, type ComputedRef, shallowRef, type ShallowRef, watch } from "vue"
import type { ApiError } from "@/api"
import { conflicts, changesOf, edited, type EditedRow, type Edits, groundedChanges, rebased } from "../logic/edits"
import { applyChanges, type Grid, loadGrid, type PermissionRow, resetDocType, type RowChange, type SaidChange } from "../permitting"

export interface PermissionsState {
  grid: ShallowRef<Grid | undefined>
  error: ShallowRef<ApiError | undefined>
  edits: ShallowRef<Edits>
  rows: ComputedRef<EditedRow[]>
  changes: ComputedRef<RowChange[]>
  load: () => Promise<void>
  /** Loads the rows anew and lays the edits on them again. */
  refresh: () => Promise<void>
  /** Rows that somebody else changed meanwhile, in which case nothing was saved. */
  save: () => Promise<PermissionRow[]>
  reset: () => Promise<SaidChange[]>
}

export function usePermissions(about: () => { doctype?: string; role?: string }): PermissionsState {
  const grid = shallowRef<Grid>()
  const error = shallowRef<ApiError>()
  const edits = shallowRef<Edits>({})
  const rows = computed(() => edited(grid.value?.rows ?? [], edits.value))
  const changes = computed(() => changesOf(grid.value?.rows ?? [], edits.value))
  let loads = 0

  async function load(): Promise<void> {
    const mine = ++loads
    const asked = about()
    edits.value = {}
    error.value = undefined
    if (!asked.doctype && !asked.role) return void (grid.value = undefined)
    try {
      const found = await loadGrid(asked)
      if (mine === loads) grid.value = found
    } catch (cause) {
      if (mine !== loads) return
      grid.value = undefined
      error.value = cause as ApiError
    }
  }

  async function refresh(): Promise<void> {
    const found = await loadGrid(about())
    grid.value = found
    edits.value = rebased(found.rows, edits.value)
  }

  async function save(): Promise<PermissionRow[]> {
    const before = grid.value?.rows ?? []
    try {
      await applyChanges(groundedChanges(before, edits.value))
    } catch (cause) {
      if (!(cause as ApiError).isConflict) throw cause
      const met = conflicts(before, (await loadGrid(about())).rows, edits.value)
      if (!met.length) throw cause
      return met
    }
    await load()
    return []
  }

  async function reset(): Promise<SaidChange[]> {
    const { changes: done } = await resetDocType(about().doctype ?? "")
    await load()
    return done
  }

  watch(() => JSON.stringify(about()), () => void load(), { immediate: true })
  return { grid, error, edits, rows, changes, load, refresh, save, reset }
}
