/** A tree that is read branch by branch, and whose documents are moved at once while the server is asked. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, resource, type ApiError } from "@/api"
import { t } from "@/i18n"
import { orderBy, type ListState } from "@/list/logic/address"
import { conditions } from "@/list/logic/request"
import { rememberTitles } from "@/list/titles"
import type { DocTypeView, FieldView } from "@/types"
import { notify, notifyAll } from "@/ui/toast"
import { EMPTY, grown, isWithin, parentOf, replanted, rowOf, TOP, type Tree, type TreeAnswer } from "./logic/tree"

export interface TreeQuestion {
  view: DocTypeView
  state: ListState
  link: FieldView
  fields: string[]
}

export interface TreeState {
  tree: ShallowRef<Tree>
  open: ShallowRef<ReadonlySet<string>>
  loading: Ref<boolean>
  loaded: Ref<boolean>
  error: ShallowRef<ApiError | undefined>
  saving: ShallowRef<ReadonlySet<string>>
  reload: () => Promise<void>
  more: (parent: string) => Promise<void>
  expand: (names: string[]) => Promise<void>
  collapse: (name?: string) => void
  move: (name: string, parent: string) => Promise<void>
}

/** So many branches are asked for at once. */
const AT_ONCE = 100

export function useTree(question: () => TreeQuestion, titleOf: (name: string) => string): TreeState {
  const tree = shallowRef<Tree>(EMPTY)
  const open = shallowRef<ReadonlySet<string>>(new Set())
  const loading = ref(false)
  const loaded = ref(false)
  const error = shallowRef<ApiError>()
  const saving = shallowRef<ReadonlySet<string>>(new Set())
  let flight = new AbortController()

  function asked(): Record<string, unknown> {
    const { view, state, fields } = question()
    return { doctype: view.name, fields, ...conditions(view, state), order_by: orderBy(state.sort) }
  }

  /** What was read of `parents`; undefined where something else is asked by now. */
  async function ask(parents: string[], start = 0): Promise<TreeAnswer | undefined> {
    const own = flight
    const parts = Array.from({ length: Math.ceil(parents.length / AT_ONCE) }, (_, at) => parents.slice(at * AT_ONCE, (at + 1) * AT_ONCE))
    const answers = await Promise.all(parts.map((part) => call<TreeAnswer>("comptoir.desk.trees.branches", { ...asked(), parents: part, start }, "POST", own.signal)))
    if (own !== flight) return undefined
    for (const answer of answers) rememberTitles(answer.link_titles)
    return { branches: Object.assign({}, ...answers.map((answer) => answer.branches)), below: Object.assign({}, ...answers.map((answer) => answer.below)), link_titles: {} }
  }

  async function read(parents: string[]): Promise<void> {
    flight.abort()
    const own = (flight = new AbortController())
    loading.value = true
    error.value = undefined
    try {
      const answer = await ask(parents)
      if (!answer) return
      const opened = loaded.value
      tree.value = grown(EMPTY, answer)
      loaded.value = true
      const [root, ...others] = tree.value.branches[TOP]?.rows ?? []
      // A root alone says nothing: what one came for lies below it.
      if (!opened && root?.name && !others.length) await expand([root.name])
    } catch (cause) {
      if (own === flight) error.value = cause as ApiError
    } finally {
      if (own === flight) loading.value = false
    }
  }

  /** Every branch that is shown. */
  const reload = (): Promise<void> => read([TOP, ...open.value])

  async function grow(parents: string[], start = 0): Promise<void> {
    try {
      const answer = await ask(parents, start)
      if (answer) tree.value = grown(tree.value, answer, start)
    } catch (cause) {
      if (!flight.signal.aborted) notify((cause as ApiError).message, "error")
    }
  }

  async function expand(names: string[]): Promise<void> {
    const unknown = names.filter((name) => !tree.value.branches[name] && tree.value.below[name])
    if (unknown.length) await grow(unknown)
    open.value = new Set([...open.value, ...names.filter((name) => tree.value.branches[name])])
  }

  function collapse(name?: string): void {
    open.value = name === undefined ? new Set() : new Set([...open.value].filter((each) => each !== name))
  }

  async function move(name: string, parent: string): Promise<void> {
    const { view, link } = question()
    const from = parentOf(tree.value, name)
    const row = rowOf(tree.value, name)
    if (from === undefined || !row || from === parent || saving.value.has(name)) return
    if (isWithin(tree.value, parent, name)) return notify(t("{0} cannot be placed below itself.", titleOf(name)), "warning")
    // What lies below the new parent is read first, so that the document is seen where it went.
    if (parent !== TOP) await expand([parent])
    const before = tree.value
    tree.value = replanted(tree.value, name, parent, link.fieldname)
    if (parent !== TOP) open.value = new Set([...open.value, parent])
    saving.value = new Set([...saving.value, name])
    try {
      const { data, messages } = await resource.update(view.name, name, { [link.fieldname]: parent, modified: row.modified })
      const moved = rowOf(tree.value, name)
      if (moved) moved.modified = data.modified
      notifyAll(messages)
      notify(parent === TOP ? t("{0} is now at the top.", titleOf(name)) : t("{0} is now below {1}.", titleOf(name), titleOf(parent)), "success", { label: t("Undo"), run: () => void move(name, from) })
    } catch (cause) {
      tree.value = before
      notify((cause as ApiError).message, "error")
      if ((cause as ApiError).isConflict) void reload()
    } finally {
      saving.value = new Set([...saving.value].filter((each) => each !== name))
    }
  }

  watch(() => JSON.stringify(asked()), () => void read([TOP, ...open.value]), { immediate: true })
  onScopeDispose(() => flight.abort())
  return { tree, open, loading, loaded, error, saving, reload, more: (parent) => grow([parent], tree.value.branches[parent]?.rows.length ?? 0), expand, collapse, move }
}
