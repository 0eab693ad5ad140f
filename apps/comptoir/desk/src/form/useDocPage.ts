/** What the page of a document does beyond its values: actions with their questions, keys, and the warning on leaving. */
import { type ComputedRef, computed, onBeforeUnmount, onMounted, watch } from "vue"
import { type RouteLocationRaw, onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from "vue-router"
import { reachable } from "@/api/reach"
import { t } from "@/i18n"
import type { DocActions, DocState } from "@/composables/useDoc"
import { carried } from "@/print/beside/address"
import { formRoute, listRoute, newRoute } from "@/routes"
import { forget } from "@/shell/recents"
import { signedIn, user } from "@/stores/session"
import { commitFocused } from "@/ui/committing"
import { confirm } from "@/ui/confirm"
import { useShortcuts } from "@/ui/shortcuts"
import { notify } from "@/ui/toast"
import { titleOf } from "./titles"
import type { Form } from "./useForm"

export interface PageActions {
  save: () => Promise<void>
  submit: () => Promise<void>
  cancel: () => Promise<void>
  amend: () => void
  duplicate: () => void
  remove: () => Promise<void>
  discard: () => Promise<void>
  /** Takes back one's own last save. */
  undo: () => Promise<void>
  mayUndo: ComputedRef<boolean>
  reload: () => Promise<void>
  renamed: (newName: string) => Promise<boolean>
  dirty: ComputedRef<boolean>
  title: ComputedRef<string>
}

export function useDocPage(state: DocState, actions: DocActions, form: Form, revealFirst: () => void): PageActions {
  const router = useRouter()
  const dirty = computed(() => state.doc.value !== undefined && state.changes.value.length > 0)
  const title = computed(() => (state.meta.value && state.doc.value ? titleOf(state.meta.value.doctype, state.doc.value, state.isNew.value, state.titles) : ""))
  const doctype = (): string => state.meta.value?.doctype.name ?? ""
  const name = (): string => String(state.doc.value?.name ?? "")
  const modified = (): string => String(state.original.value.modified ?? "")
  const mayUndo = computed(() => Boolean(state.meta.value?.doctype.track_changes) && !state.isNew.value && Number(state.original.value.docstatus ?? 0) === 0 && state.original.value.modified_by === user.value)
  let leaving = false

  /** Moves on without the question: what was there is saved, deleted or given up knowingly. */
  async function go(to: RouteLocationRaw, how: "push" | "replace" = "push"): Promise<void> {
    leaving = true
    try {
      await router[how](to)
    } finally {
      leaving = false
    }
  }

  /** What is being typed is part of what is saved. */
  async function entered(): Promise<void> {
    commitFocused()
    await form.settled()
  }

  /** Also where all that was typed is a text that means nothing. */
  const unsaved = (): boolean => dirty.value || state.isNew.value || form.missed.size > 0

  async function saved(): Promise<boolean> {
    if (!form.check()) {
      state.refusal.value = ""
      revealFirst()
      return false
    }
    const wasNew = state.isNew.value
    if (!(await actions.save())) {
      form.listed.value = state.problems.value.length > 0 || form.listed.value
      if (state.problems.value.length) revealFirst()
      return false
    }
    form.reset()
    if (wasNew) await go(formRoute(doctype(), name()), "replace")
    else if (mayUndo.value) notify(t("Saved."), "success", { label: t("Undo"), run: () => void undo(name(), modified()) })
    void actions.refreshInfo().catch(() => undefined)
    return true
  }

  async function change(work: () => Promise<boolean>, done: string): Promise<void> {
    if (!(await work())) return
    notify(done, "success")
    form.reset()
    void actions.refreshInfo().catch(() => undefined)
  }

  /** The notice of a save outlives the document on the screen: then there is nothing to take back here. */
  async function undo(of: string, at: string): Promise<void> {
    if (of !== name()) return notify(t("Open the document again to undo its last save."), "warning")
    if (dirty.value) return notify(t("There are newer changes. Save or discard them first."), "warning")
    await change(() => actions.undo(at), t("The last save is undone."))
  }

  const page: PageActions = {
    mayUndo,
    undo: () => undo(name(), modified()),
    dirty,
    title,
    save: async () => {
      await entered()
      if (unsaved()) await saved()
    },
    submit: async () => {
      const asked = { title: t("Submit {0}?", title.value), message: t("A submitted document cannot be changed any more, only cancelled."), action: t("Submit") }
      await entered()
      if (!(await confirm(asked))) return
      if (unsaved() && !(await saved())) return
      await change(actions.submit, t("{0} is submitted.", title.value))
    },
    cancel: async () => {
      const asked = { title: t("Cancel {0}?", title.value), message: t("What its submission has done is reversed. A cancelled document can only be amended."), action: t("Cancel the document"), cancel: t("Keep it"), danger: true }
      if (await confirm(asked)) await change(actions.cancel, t("{0} is cancelled.", title.value))
    },
    amend: () => void router.push(newRoute(doctype(), { amend: name() })),
    duplicate: () => void router.push(newRoute(doctype(), { duplicate: name() })),
    remove: async () => {
      const asked = { title: t("Delete {0}?", title.value), message: t("It cannot be brought back."), action: t("Delete"), danger: true }
      if (!(await confirm(asked))) return
      const [what, gone] = [doctype(), name()]
      if (!(await actions.remove())) return
      forget(what, gone)
      notify(t("{0} is deleted.", title.value), "success")
      await go(listRoute(what))
    },
    discard: async () => {
      if (!(await confirm({ title: t("Discard your changes?"), action: t("Discard"), danger: true }))) return
      actions.discard()
      form.reset()
    },
    reload: async () => {
      if (dirty.value && !(await confirm({ title: t("Reload and lose your changes?"), action: t("Reload"), danger: true }))) return
      await actions.load(doctype(), name())
      form.reset()
    },
    renamed: async (newName) => {
      const renamed = await actions.rename(newName)
      if (!renamed) return false
      forget(doctype(), name())
      await go(formRoute(doctype(), renamed, carried(router.currentRoute.value.query)), "replace")
      return true
    },
  }

  async function mayLeave(): Promise<boolean> {
    // Whose session has ended finds the changes again after signing in.
    if (leaving || !dirty.value || !signedIn.value) return true
    return confirm({ title: t("Leave without saving?"), message: t("{0} has changes that are not saved.", title.value), action: t("Leave"), cancel: t("Stay"), danger: true })
  }

  function beforeUnload(event: BeforeUnloadEvent): void {
    if (dirty.value) event.preventDefault()
  }

  useShortcuts(() => ({ title: t("Document"), shortcuts: [{ keys: "mod+s", label: t("Save"), run: () => void page.save() }] }))
  watch(reachable, (now) => {
    if (now && state.unsent.value) void page.save()
  })
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => (to.path === from.path ? true : mayLeave()))
  onMounted(() => addEventListener("beforeunload", beforeUnload))
  onBeforeUnmount(() => removeEventListener("beforeunload", beforeUnload))
  return page
}
