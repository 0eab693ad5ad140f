/** The saved views of the user, of every document type: read once, and again after each change. */
import { computed, shallowRef, watch } from "vue"
import { get, resource } from "@/api"
import { lang, t } from "@/i18n"
import { signedIn, user } from "@/stores/session"
import type { Document, SavedView } from "@/types"
import { notify } from "@/ui/toast"

interface Told {
  views: SavedView[]
  may_share: boolean
  /** The roles that may, where the user may not. */
  sharers: string[]
  scope_doctype: { name: string; label: string } | null
}

const DOCTYPE = "Saved View"
const NOTHING: Told = { views: [], may_share: false, sharers: [], scope_doctype: null }
const told = shallowRef<Told>(NOTHING)
let reading: Promise<void> | undefined

export const savedViews = computed(() => told.value.views)
export const mayShare = computed(() => told.value.may_share)
export const sharers = computed(() => told.value.sharers)
export const scopeDoctype = computed(() => told.value.scope_doctype)

watch(user, () => {
  told.value = NOTHING
  reading = undefined
})

// The type of scope and shipped views are called otherwise in another language.
watch(lang, () => reading && void readAgain())

/** Reads them unless they are known. */
export function knowSavedViews(): Promise<void> {
  if (signedIn.value) reading ??= read()
  return reading ?? Promise.resolve()
}

async function read(): Promise<void> {
  const asked = user.value
  // Without its saved views the Desk works as before; whoever needs one asks again.
  const found = await get<Told>("comptoir.desk.saved_views.saved_views").catch(() => undefined)
  if (found && asked === user.value) told.value = found
  if (!found) reading = undefined
}

function readAgain(): Promise<void> {
  reading = read()
  return reading
}

/** What is stored of a saved view. */
export type Values = Partial<Omit<SavedView, "name" | "owner" | "own" | "can_write">>

function stored({ query, roles, ...rest }: Values): Document {
  return { ...rest, ...(query ? { query: JSON.stringify(query) } : {}), ...(roles ? { roles: roles.map((role) => ({ role })) } : {}) } as Document
}

export async function createView(values: Values): Promise<string> {
  const { data } = await resource.create(DOCTYPE, stored(values))
  await readAgain()
  return data.name ?? ""
}

export async function changeView(name: string, values: Values): Promise<void> {
  await resource.update(DOCTYPE, name, stored(values))
  await readAgain()
}

/** Deletes it; for a while the notice offers it back. */
export async function deleteView(view: SavedView): Promise<void> {
  await resource.delete(DOCTYPE, view.name)
  await readAgain()
  const { name: _name, owner: _owner, own: _own, can_write: _canWrite, ...values } = view
  const back = (): void => void createView(values).catch((cause: Error) => notify(cause.message, "error"))
  notify(t("The view {0} was deleted.", view.title), "info", { label: t("Undo"), run: back })
}
