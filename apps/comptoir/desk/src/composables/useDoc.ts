/**
 * One document: as loaded, as it stands now, and the actions of the server on it.
 *
 * Every action runs one at a time; a second call while one is under way gets the same promise, so a double click
 * sends one request.
 */
import { type Reactive, type Ref, type ShallowRef, computed, reactive, ref, shallowRef, watch } from "vue"
import { type Answer, ApiError, call, callRaw, get, resource } from "@/api"
import { loadMeta } from "@/composables/useMeta"
import type { NewFrom } from "@/form/newFrom"
import { rowMemo } from "@/form/rowMemo"
import { lang, t } from "@/i18n"
import { type Change, changesOf, reapply } from "@/logic/dirty"
import { type Doc, copyDoc, toPayload } from "@/logic/documents"
import { fileTitles } from "@/logic/formats"
import { notifyAll } from "@/ui/toast"
import type { DocInfo, Document, FieldProblem, MetaBundle } from "@/types"

export interface Ran {
  answer: unknown
}

export interface DocState {
  meta: ShallowRef<MetaBundle | undefined>
  doc: Ref<Doc | undefined>
  original: ShallowRef<Doc>
  info: ShallowRef<DocInfo | undefined>
  titles: Reactive<Record<string, string>>
  isNew: Ref<boolean>
  error: ShallowRef<ApiError | undefined>
  busy: Ref<string>
  conflict: Ref<boolean>
  problems: ShallowRef<FieldProblem[]>
  /** The server's sentence for the last refusal; empty once something works again. */
  refusal: Ref<string>
  /** The last save did not reach the server. */
  unsent: Ref<boolean>
  changes: Readonly<Ref<Change[]>>
}

export interface DocActions {
  load: (doctype: string, name: string | undefined, from?: NewFrom) => Promise<void>
  refreshInfo: () => Promise<void>
  /** The present version, unless somebody has begun to change the one shown. */
  follow: () => Promise<void>
  save: () => Promise<boolean>
  submit: () => Promise<boolean>
  cancel: () => Promise<boolean>
  remove: () => Promise<boolean>
  /** Puts back what one's own save at `modified` has changed; refused where somebody saved since. */
  undo: (modified: string) => Promise<boolean>
  rename: (newName: string) => Promise<string | undefined>
  /** Runs work of the server on the document and loads it again where that changes it; its answer, or undefined where it was refused. */
  runAction: (work: (doctype: string, name: string, doc: Document) => Promise<Answer<unknown>>, reload: boolean) => Promise<Ran | undefined>
  discard: () => void
  /** After a conflict: the fresh document, with one's own changes laid on again or not; `theirs` are fields that stay as they are there. */
  resolve: (keepMine: boolean, theirs?: readonly string[]) => Promise<void>
}

export function useDoc(): { state: DocState; actions: DocActions } {
  const state = makeState()
  let pending: Promise<boolean> | undefined
  let loads = 0
  let sending: Sending | undefined

  /** The same save sent again, because no answer came, carries the same key: the server does it once. */
  async function save(): Promise<Answer<Document>> {
    const body = state.isNew.value ? wholeDocument(state) : onlyChanges(state)
    const said = JSON.stringify(body)
    if (sending?.said !== said) sending = { said, key: randomKey() }
    const answer = await (state.isNew.value ? resource.create(doctype(), body, sending.key) : resource.update(doctype(), name(), body, sending.key))
    sending = undefined
    return answer
  }

  function show(doc: Doc): void {
    state.original.value = copyDoc(doc)
    state.doc.value = copyDoc(doc)
    state.problems.value = []
    state.refusal.value = ""
  }

  /** What was shown stays until its successor is here; of two loads under way the later one counts. */
  async function load(doctype: string, name: string | undefined, from: NewFrom = {}): Promise<void> {
    const mine = ++loads
    sending = undefined
    try {
      const [meta, found] = await Promise.all([loadMeta(doctype), name === undefined ? fresh(doctype, from) : readDocument(doctype, name)])
      if (mine !== loads) return
      state.error.value = undefined
      state.isNew.value = name === undefined
      state.meta.value = meta
      around(state, found)
      show(found.doc)
    } catch (error) {
      if (mine !== loads) return
      state.doc.value = undefined
      state.error.value = error as ApiError
    }
  }

  /** Runs an action unless one is running; failures end up in the state, never in the caller. */
  function run(action: string, work: () => Promise<Answer<Document> | undefined>): Promise<boolean> {
    pending ??= attempt(state, action, work, show).finally(() => (pending = undefined))
    return pending
  }

  const doctype = (): string => state.meta.value?.doctype.name ?? ""
  const name = (): string => String(state.doc.value?.name ?? "")
  const modified = (): string | undefined => state.original.value.modified as string | undefined

  const actions: DocActions = {
    load,
    refreshInfo: async () => {
      const asked = name()
      if (state.isNew.value) return
      const found = await readDocument(doctype(), asked)
      if (asked === name()) around(state, found)
    },
    follow: async () => {
      const asked = name()
      const found = await readDocument(doctype(), asked)
      if (asked !== name() || state.busy.value || state.changes.value.length) return
      around(state, found)
      show(found.doc)
    },
    save: () => run("save", save),
    submit: () => run("submit", () => resource.submit(doctype(), name(), modified())),
    cancel: () => run("cancel", () => resource.cancel(doctype(), name(), modified())),
    remove: () => run("delete", async () => void (await resource.delete(doctype(), name()))),
    undo: (modified) => run("undo", async () => ({ data: await call<Document>("comptoir.desk.undoing.undo", { doctype: doctype(), name: name(), modified }), messages: [] })),
    rename: async (newName) => {
      let renamed: string | undefined
      await run("rename", async () => void (renamed = await call<string>("frappe.client.rename_doc", { doctype: doctype(), old_name: name(), new_name: newName })))
      return renamed
    },
    runAction: async (work, reload) => {
      let ran: Ran | undefined
      await run("action", async () => {
        const asked = name()
        const { data, messages } = await work(doctype(), asked, { ...wholeDocument(state), doctype: doctype(), name: asked })
        ran = { answer: data }
        notifyAll(messages)
        if (reload) await load(doctype(), asked)
        return undefined
      })
      return ran
    },
    discard: () => show(state.original.value),
    resolve: async (keepMine, theirs = []) => {
      const [mine, before] = [copyDoc(state.doc.value ?? {}), state.original.value]
      for (const fieldname of theirs) mine[fieldname] = before[fieldname]
      state.conflict.value = false
      await load(doctype(), name())
      if (keepMine && state.meta.value && state.doc.value) state.doc.value = reapply(state.meta.value.doctype, mine, before, state.doc.value)
    },
  }
  /** Another language says other labels and titles of the same document; whatever was typed stays. */
  async function relabel(): Promise<void> {
    const asked = doctype()
    if (!asked) return
    const [meta] = await Promise.all([loadMeta(asked), actions.refreshInfo()])
    if (asked === doctype()) state.meta.value = meta
  }
  watch(lang, () => void relabel().catch(() => undefined))

  return { state, actions }
}

function makeState(): DocState {
  const meta = shallowRef<MetaBundle>()
  const doc = ref<Doc>()
  const original = shallowRef<Doc>({})
  const memo = rowMemo()
  const changes = computed(() => (meta.value && doc.value ? changesOf(meta.value.doctype, meta.value.children, original.value, doc.value, memo) : []))
  return {
    meta, doc, original, changes, titles: reactive({}), info: shallowRef(), isNew: ref(false), error: shallowRef(),
    busy: ref(""), conflict: ref(false), problems: shallowRef([]), refusal: ref(""), unsent: ref(false),
  }
}

async function attempt(state: DocState, action: string, work: () => Promise<Answer<Document> | undefined>, show: (doc: Doc) => void): Promise<boolean> {
  state.busy.value = action
  state.refusal.value = ""
  state.problems.value = []
  state.unsent.value = false
  try {
    const answer = await work()
    if (answer) {
      show(answer.data as Doc)
      state.isNew.value = false
      notifyAll(answer.messages)
    }
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    state.unsent.value = action === "save" && error.status === 0
    if (error.isConflict) state.conflict.value = true
    else if (state.unsent.value) state.refusal.value = t("The server cannot be reached. Your changes are kept in this browser and saved as soon as it answers.")
    else state.refusal.value = error.message
    state.problems.value = error.fieldErrors
    return false
  } finally {
    state.busy.value = ""
  }
}

interface Sending {
  said: string
  key: string
}

const randomKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")

export interface Found {
  doc: Doc
  info?: DocInfo
  titles?: Record<string, string>
}

async function fresh(doctype: string, from: NewFrom): Promise<Found> {
  const doc = await unsaved(doctype, from)
  const { name: _, _link_titles: titles, ...rest } = doc
  return { doc: { ...rest, docstatus: 0 }, titles: (titles ?? {}) as Record<string, string> }
}

function unsaved(doctype: string, { amend, duplicate, beside }: NewFrom): Promise<Doc> {
  if (amend) return get<Doc>("comptoir.desk.api.amend", { doctype, name: amend })
  if (duplicate) return get<Doc>("comptoir.desk.api.duplicate", { doctype, name: duplicate })
  if (beside) return get<Doc>("comptoir.desk.linked.new_from", { doctype: beside.doctype, name: beside.name, link_doctype: doctype, link_fieldname: beside.fieldname })
  return get<Doc>("comptoir.desk.api.new", { doctype })
}

/** The document with what stands around it; its history comes by the pages of the timeline. */
export async function readDocument(doctype: string, name: string): Promise<Found> {
  const answer = await callRaw("frappe.desk.form.load.getdoc", { doctype, name, with_history: 0 }, "GET")
  const doc = (answer.docs as Doc[] | undefined)?.[0]
  if (!doc) throw new ApiError(404, "DoesNotExistError", t("This was not found. It may have been deleted or renamed."))
  return { doc, info: answer.docinfo as DocInfo, titles: (answer._link_titles ?? {}) as Record<string, string> }
}

function around(state: DocState, { info, titles }: Found): void {
  state.info.value = info
  Object.assign(state.titles, titles, fileTitles(info?.attachments))
}

function wholeDocument(state: DocState): Document {
  const { doctype, children } = state.meta.value!
  return toPayload(state.doc.value!, doctype, children) as Document
}

/** Only what changed is sent, so that fields this screen does not know are never written back. */
function onlyChanges(state: DocState): Document {
  const whole = wholeDocument(state)
  const names = new Set(state.changes.value.map((change) => change.parentfield ?? change.fieldname))
  const changed = Object.fromEntries([...names].map((fieldname) => [fieldname, whole[fieldname] ?? null]))
  return { ...changed, modified: state.original.value.modified } as Document
}
