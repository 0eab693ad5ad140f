/**
 * Values that follow from what is typed, told by the server as soon as one stops typing, for doctypes that declare it.
 *
 * Nothing of it goes into the document: what is saved is what was entered, and the server calculates anew.
 */
import { type Ref, computed, onScopeDispose, ref, shallowRef, toRaw, watch } from "vue"
import { ApiError, call } from "@/api"
import { reachable } from "@/api/reach"
import type { DocState } from "@/composables/useDoc"
import { type Doc, type Row, toPayload } from "@/logic/documents"
import type { FieldView } from "@/types"
import { rowMemo } from "../rowMemo"
import { type Answer, type ToldOf, follows, toldOf } from "./told"

export interface Calculated {
  /** What stands in a field of the document or of one of its rows: what was entered, or what a save would make of it. */
  shown: (of: Doc, field: FieldView) => unknown
  /** Whether that is the server's and not what was entered. */
  follows: (of: Doc, field: FieldView) => boolean
  /** Why the values are those of a moment ago; empty while they follow. */
  behind: Ref<string>
}

/** Milliseconds without a key after which the server is asked. */
export const PAUSE = 250
const NOTHING: ToldOf = new Map()

export function useCalculated(state: DocState): Calculated {
  const told = shallowRef<ToldOf>(NOTHING)
  const behind = ref("")
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let changed = false
  let gone = false

  const wanted = computed(() => {
    const { meta, doc, changes, isNew } = state
    const view = meta.value?.doctype
    if (!view?.is_calculated || !doc.value || Number(doc.value.docstatus ?? 0) !== 0) return false
    return isNew.value ? Boolean(view.rights?.create) : Boolean(view.rights?.write) && changes.value.length > 0
  })

  /** Another one with each value that is entered, in an added row too: typing in one row of a long table reads the others no more. */
  const memo = rowMemo()
  const entered = computed(() => {
    for (const value of Object.values(state.doc.value ?? {})) if (Array.isArray(value)) for (const row of value as Row[]) memo(row, undefined, () => JSON.stringify(row))
    return Symbol("entered")
  })

  function forget(): void {
    clearTimeout(timer)
    told.value = NOTHING
    behind.value = ""
  }

  /** One question at a time; what is typed while it is under way is asked for after it. */
  async function ask(): Promise<void> {
    const [bundle, doc] = [state.meta.value, state.doc.value]
    if (!wanted.value || !bundle || !doc) return
    if (state.busy.value) return later()
    asking = true
    changed = false
    const sent = { ...toPayload(doc, bundle.doctype, bundle.children), doctype: bundle.doctype.name, ...(state.isNew.value ? { __islocal: 1, name: null } : {}) }
    try {
      const answer = await call<Answer>("comptoir.desk.calculating.calculated", { doc: sent })
      if (state.doc.value !== doc || !wanted.value || changed) return
      Object.assign(state.titles, answer._link_titles)
      told.value = toldOf(answer, bundle, doc, state.original.value, toRaw)
      behind.value = ""
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      behind.value = error.message
    } finally {
      asking = false
      if (changed && !gone) later()
    }
  }

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), PAUSE)
  }

  watch(() => [wanted.value, state.doc.value, wanted.value && entered.value] as const, ([now, doc], before) => {
    if (!now || doc !== before?.[1]) forget()
    if (!now) return
    changed = true
    if (!asking) later()
  }, { immediate: true })
  watch(reachable, (now) => now && behind.value && later())
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })

  const isTold = (of: Doc, field: FieldView): boolean => told.value !== NOTHING && follows(told.value.get(toRaw(of)), field, of[field.fieldname])
  return {
    behind,
    follows: isTold,
    shown: (of, field) => (isTold(of, field) ? told.value.get(toRaw(of))?.values[field.fieldname] : of[field.fieldname]),
  }
}
