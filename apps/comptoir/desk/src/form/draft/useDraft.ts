/** Keeps the unsaved changes of the document on the screen in this browser, and offers those of an earlier time. */
import { type Ref, type ShallowRef, onScopeDispose, ref, shallowRef, toRaw, watch } from "vue"
import type { DocState } from "@/composables/useDoc"
import { signedIn, user } from "@/stores/session"
import { type Difference, differences, draftOf, putBack, titlesIn } from "./draft"
import { type Kept, below, drop, keep, newKey, placeOf } from "./store"

export interface DraftKeeper {
  /** Changes of an earlier time, until they are put back or dropped. */
  offered: ShallowRef<Kept | undefined>
  /** What they differ in from the document as it stands. */
  waiting: () => Difference[]
  /** Lays the chosen ones on the document. */
  restore: (chosen: readonly Difference[]) => void
  refuse: () => void
  /** The changes of now are too large for this browser. */
  unkept: Ref<boolean>
}

const SOON = 300

/** `source` tells new documents made from others apart: their drafts fit only the same source. */
export function useDraft(state: DocState, source: () => string): DraftKeeper {
  const offered = shallowRef<Kept>()
  const unkept = ref(false)
  let place = ""
  let own = ""
  let timer: ReturnType<typeof setTimeout> | undefined
  let unlock = (): void => undefined

  const placeNow = (): string => {
    const meta = state.meta.value?.doctype
    if (!meta || !state.doc.value) return ""
    return placeOf(user.value, meta.name, state.isNew.value ? "new" : "saved", state.isNew.value ? source() : String(state.original.value.name ?? ""))
  }

  function release(): void {
    clearTimeout(timer)
    if (own) drop(own)
    unlock()
    own = ""
    unlock = () => undefined
    unkept.value = false
  }

  function write(): void {
    if (signedIn.value) put()
  }

  function put(): void {
    clearTimeout(timer)
    if (!state.meta.value || !state.doc.value || !state.changes.value.length) return
    const draft = draftOf(state.meta.value, state.original.value, toRaw(state.doc.value), state.changes.value, state.isNew.value)
    if (!draft) return
    if (!own) {
      own = newKey(place)
      unlock = held(own)
    }
    unkept.value = !keep(own, { ...draft, titles: titlesIn(state.meta.value, draft.values, state.titles) })
  }

  /** Nothing else says what the documents are called that only the draft leads to. */
  function offer(kept: Kept): void {
    Object.assign(state.titles, { ...kept.draft.titles, ...state.titles })
    offered.value = kept
  }

  /** What another tab is still at is not offered here. */
  async function look(): Promise<void> {
    const asked = place
    const taken = await heldKeys()
    if (asked !== place || !state.meta.value || !state.doc.value) return
    for (const kept of below(place)) {
      if (kept.key === own || taken.has(kept.key)) continue
      if (differences(state.meta.value, kept.draft, state.original.value).length) return void offer(kept)
      drop(kept.key)
    }
  }

  // A document that could not be loaded again says nothing of what was changed in it.
  watch([() => state.changes.value, () => state.original.value], () => {
    if (!state.doc.value) return
    const now = placeNow()
    if (now !== place) {
      release()
      offered.value = undefined
      place = now
      if (place) void look()
    }
    if (!state.changes.value.length) return release()
    clearTimeout(timer)
    timer = setTimeout(write, SOON)
  }, { flush: "post" })

  // What was typed a moment before the session was found to have ended.
  watch(signedIn, (now) => !now && place && put(), { flush: "sync" })

  addEventListener("pagehide", write)
  document.addEventListener("visibilitychange", write)
  onScopeDispose(() => {
    removeEventListener("pagehide", write)
    document.removeEventListener("visibilitychange", write)
    clearTimeout(timer)
    // Whoever leaves the form has been asked; whose session ended has not, and finds the changes again.
    if (signedIn.value && state.doc.value) release()
    else unlock()
  })

  function refuse(): void {
    if (offered.value) drop(offered.value.key)
    offered.value = undefined
  }

  return {
    offered,
    unkept,
    refuse,
    waiting: () => (offered.value && state.meta.value && state.doc.value ? differences(state.meta.value, offered.value.draft, state.doc.value) : []),
    restore: (chosen) => {
      if (!offered.value || !state.doc.value) return
      state.doc.value = putBack(state.doc.value, offered.value.draft, chosen)
      write()
      refuse()
    },
  }
}

/** Browsers lock only in pages that came safely; elsewhere a draft may be offered while another tab is at it. */
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined

/** Tells other tabs that somebody is at this draft, until the answer is called. */
function held(key: string): () => void {
  let release: () => void = () => undefined
  // It may be given up before the browser has granted it.
  const done = new Promise<void>((resolve) => (release = resolve))
  void locks()?.request(key, () => done)
  return release
}

async function heldKeys(): Promise<Set<string>> {
  const all = await locks()?.query()
  return new Set((all?.held ?? []).map((lock) => lock.name ?? ""))
}
