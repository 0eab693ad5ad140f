/** The state of the designer: the format as it is stored, as it stands now, and the steps between. */
import { computed, type ComputedRef, onScopeDispose, type Ref, ref, shallowRef, type ShallowRef, watch } from "vue"
import { type ApiError, resource } from "@/api"
import { user } from "@/stores/session"
import type { Document } from "@/types"
import { notifyAll } from "@/ui/toast"
import { type Opened, openFormat, PRINT_FORMAT, type Values } from "./api"
import { type Arrangement, fromRows, toRows } from "./arranging"
import { draftAt, draftKey, keepDraft } from "./drafts"
import { begun, changed, type History, redone, undone } from "./history"

export interface Design {
  values: Values
  sections: Arrangement
}
export interface Chosen {
  what: "item" | "section"
  id: number
}
/** What is asked for: a format by name, a copy of one, or a new one for a type of document. */
export interface About {
  format: string
  from: string
  doctype: string
}

export interface Designer {
  opened: ShallowRef<Opened | undefined>
  error: ShallowRef<ApiError | undefined>
  design: ComputedRef<Design | undefined>
  chosen: Ref<Chosen | undefined>
  isNew: ComputedRef<boolean>
  isDirty: ComputedRef<boolean>
  /** Whether what is shown was found in the browser. */
  isDraft: Ref<boolean>
  conflict: Ref<boolean>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  /** The fields of the Print Format as they would be stored now. */
  format: ComputedRef<Values>
  load: () => Promise<void>
  arrange: (change: (sections: Arrangement) => Arrangement, about?: string) => void
  set: (field: string, value: unknown) => void
  undo: () => void
  redo: () => void
  discard: () => void
  /** The name it is stored under; undefined after a conflict. Raises where the server refuses. */
  save: (name: string) => Promise<string | undefined>
  resolve: (keepMine: boolean) => Promise<void>
}

const KEEP_AFTER = 300

export function useDesigner(about: () => About): Designer {
  const opened = shallowRef<Opened>()
  const error = shallowRef<ApiError>()
  const history = shallowRef<History<Design>>()
  const stored = shallowRef<Values>({})
  const chosen = ref<Chosen>()
  const isDraft = ref(false)
  const conflict = ref(false)
  let first: Arrangement = []
  let base: string | null = null
  let loads = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const design = computed(() => history.value?.present)
  const isNew = computed(() => !about().format || Boolean(opened.value?.is_standard))
  const format = computed(() => (design.value ? storedValues(design.value) : {}))
  const isDirty = computed(() => changesOf(stored.value, format.value).length > 0)
  const key = (): string => draftKey(user.value, isNew.value ? `new:${opened.value?.doctype ?? ""}:${about().from || about().format}` : about().format)

  /** An arrangement that nobody touched is not written down: the order of the form goes on to follow the form. */
  function storedValues({ values, sections }: Design): Values {
    const isArranged = opened.value?.is_arranged || sections !== first
    return { ...values, doc_type: opened.value?.doctype, format_data: isArranged ? JSON.stringify(toRows(sections)) : "" }
  }

  function begin(found: Opened, from?: Design): void {
    opened.value = found
    first = fromRows(found.rows)
    base = found.modified
    const fresh = { values: found.values, sections: first }
    stored.value = storedValues(fresh)
    history.value = from ? changed(begun<Design>(fresh), from) : begun<Design>(fresh)
    chosen.value = undefined
  }

  async function load(): Promise<void> {
    const mine = ++loads
    const asked = about()
    error.value = undefined
    try {
      const found = await openFormat(asked.format || asked.from, asked.doctype)
      if (mine !== loads) return
      begin(found)
      const draft = draftAt(key())
      isDraft.value = draft !== undefined
      if (!draft) return
      history.value = changed(history.value!, { values: draft.values, sections: fromRows(draft.rows) })
      base = draft.modified
    } catch (cause) {
      if (mine === loads) error.value = cause as ApiError
    }
  }

  function to(present: Design, mark = ""): void {
    history.value = changed(history.value!, present, mark)
  }

  async function save(name: string): Promise<string | undefined> {
    const [asked, sent, whole, wasNew] = [key(), design.value!, format.value, isNew.value]
    try {
      const changes = Object.fromEntries(changesOf(stored.value, whole).map((field) => [field, whole[field] ?? null]))
      const answer = wasNew
        ? await resource.create(PRINT_FORMAT, { ...whole, name, standard: "No" } as Document)
        : await resource.update(PRINT_FORMAT, about().format, { ...changes, modified: base } as Document)
      notifyAll(answer.messages)
      clearTimeout(timer)
      keepDraft(asked, undefined)
      isDraft.value = false
      base = String(answer.data.modified)
      opened.value = { ...opened.value!, modified: base, values: sent.values, rows: toRows(sent.sections), is_arranged: Boolean(whole.format_data) }
      stored.value = whole
      return wasNew ? String(answer.data.name) : about().format
    } catch (cause) {
      if (!(cause as ApiError).isConflict) throw cause
      conflict.value = true
      return undefined
    }
  }

  /** After a conflict: the format as it is stored now, with one's own changes on it or not. */
  async function resolve(keepMine: boolean): Promise<void> {
    const [mine, before] = [design.value!, stored.value]
    const own = changesOf(before, format.value)
    const found = await openFormat(about().format, "")
    conflict.value = false
    const values = { ...found.values, ...Object.fromEntries(own.filter((field) => field in mine.values).map((field) => [field, mine.values[field]])) }
    begin(found, keepMine ? { values, sections: own.includes("format_data") ? mine.sections : fromRows(found.rows) } : undefined)
  }

  watch([format, isDirty], () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (design.value) keepDraft(key(), isDirty.value ? { modified: base, values: design.value.values, rows: toRows(design.value.sections) } : undefined)
    }, KEEP_AFTER)
  })
  onScopeDispose(() => clearTimeout(timer))

  return {
    opened, error, design, chosen, isNew, isDirty, isDraft, conflict, format, load, save, resolve,
    canUndo: computed(() => Boolean(history.value?.past.length)),
    canRedo: computed(() => Boolean(history.value?.future.length)),
    arrange: (change, mark) => to({ ...design.value!, sections: change(design.value!.sections) }, mark),
    set: (field, value) => to({ ...design.value!, values: { ...design.value!.values, [field]: value } }, `value:${field}`),
    undo: () => void (history.value = undone(history.value!)),
    redo: () => void (history.value = redone(history.value!)),
    discard: () => {
      isDraft.value = false
      begin(opened.value!)
    },
  }
}

const plain = (value: unknown): string => (value === null || value === undefined || value === 0 || value === false ? "" : String(value))

function changesOf(before: Values, now: Values): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((field) => plain(before[field]) !== plain(now[field]))
}
