/** A document that follows what others do: who else has it open, and what they have changed. */
import { type ComputedRef, type ShallowRef, computed, onScopeDispose, shallowRef, watch } from "vue"
import { get } from "@/api"
import type { DocActions, DocState } from "@/composables/useDoc"
import type { Somebody } from "@/logic/people"
import { whenAttended } from "./attention"
import { hear, repeat, type Room, stay } from "./line"

/** The server forgets after two minutes who has not said again that they are there. */
const STILL_HERE = 60_000
const TYPED = ".form-body input, .form-body textarea, .form-body [contenteditable=true]"

interface About {
  doctype: string
  name: string
}

interface Change extends About {
  modified: string
  user?: string
}

interface Viewing {
  doctype: string
  docname: string
  users: string[]
  people: Record<string, { fullname: string; image: string | null }>
}

export interface LiveDoc {
  /** Who else has the document open. */
  viewers: ShallowRef<Somebody[]>
  /** Who has changed the document while it is edited here: a user name, or empty where it is not known. */
  changedBy: ComputedRef<string | undefined>
}

export function useLiveDoc(state: DocState, actions: DocActions, me: () => string): LiveDoc {
  const viewers = shallowRef<Somebody[]>([])
  const change = shallowRef<Change>()
  const shown = computed(() => aboutOf(state))
  const isNewer = computed(() => change.value !== undefined && !state.busy.value && moment(change.value.modified) > moment(state.original.value.modified))
  const changedBy = computed(() => (isNewer.value && state.changes.value.length ? (change.value?.user ?? "") : undefined))
  let callOff = (): unknown => undefined
  let end = (): void => undefined

  /** The new version is loaded where nobody edits the old one. */
  function settle(): void {
    callOff()
    if (isNewer.value && !state.changes.value.length && !isTyping()) callOff = whenAttended(() => void actions.follow().catch(() => undefined))
  }

  /** After an interruption it is asked whether the document is still the one shown. */
  async function catchUp(about: About): Promise<void> {
    const found = await get<{ modified?: string }>("frappe.client.get_value", { doctype: about.doctype, filters: about.name, fieldname: "modified" }).catch(() => undefined)
    if (found?.modified && same(about, shown.value)) change.value = { ...about, modified: found.modified }
    void actions.refreshInfo().catch(() => undefined)
  }

  function see(told: Viewing): void {
    viewers.value = told.users.filter((user) => user !== me()).map((user) => ({ user, label: told.people[user]?.fullname ?? user, image: told.people[user]?.image ?? undefined }))
  }

  function begin(about: About): () => void {
    const present = room("doc_open", "doc_close", about)
    const timer = setInterval(() => repeat(present), STILL_HERE)
    const ends = [
      stay(room("doc_subscribe", "doc_unsubscribe", about), () => whenAttended(() => void catchUp(about))),
      stay(present, () => undefined),
      hear<Change>("doc_update", (told) => same(told, about) && (change.value = told)),
      hear<About>("docinfo_update", (told) => same(told, about) && whenAttended(() => void actions.refreshInfo().catch(() => undefined))),
      hear<Viewing>("doc_viewers", (told) => same({ doctype: told.doctype, name: told.docname }, about) && see(told)),
    ]
    return () => {
      clearInterval(timer)
      for (const each of ends) each()
    }
  }

  watch(() => shown.value && `${shown.value.doctype}/${shown.value.name}`, () => {
    end()
    viewers.value = []
    change.value = undefined
    end = shown.value ? begin(shown.value) : () => undefined
  }, { immediate: true })
  watch([isNewer, () => state.changes.value.length], settle)
  const left = (): void => void setTimeout(settle)
  document.addEventListener("focusout", left)
  onScopeDispose(() => {
    document.removeEventListener("focusout", left)
    callOff()
    end()
  })
  return { viewers, changedBy }
}

/** What is shown, where it is a document that others may have open as well. */
function aboutOf(state: DocState): About | undefined {
  const meta = state.meta.value?.doctype
  const name = state.original.value.name
  return meta && !meta.issingle && state.doc.value && !state.isNew.value && name ? { doctype: meta.name, name: String(name) } : undefined
}

const room = (enter: string, leave: string, { doctype, name }: About): Room => ({ enter: [enter, doctype, name], leave: [leave, doctype, name] })
const same = (one: About, other: About | undefined): boolean => one.doctype === other?.doctype && String(one.name) === other.name

/** The server writes a moment with a blank or with a T between day and time. */
const moment = (text: unknown): string => String(text ?? "").replace("T", " ")

/** Text that is being typed is handed over when its field is left. */
const isTyping = (): boolean => document.activeElement?.matches(TYPED) ?? false
