/** The favourites and recent documents of the user, kept by the server; what is done here is shown at once. */
import { computed, shallowRef, watch } from "vue"
import { call, get, type ApiError } from "@/api"
import { boot, signedIn, user } from "@/stores/session"
import { notify } from "@/ui/toast"

/** A document, or without a name the list of a document type. */
export interface Place {
  doctype: string
  name: string | null
  title: string
}
interface Places {
  favourites: Place[]
  recents: Place[]
}

const MOST = 12
const NOTHING: Places = { favourites: [], recents: [] }
const state = shallowRef<Places>(NOTHING)

export const favourites = computed(() => state.value.favourites)
export const recentPlaces = computed(() => state.value.recents)
export const isFavourite = (doctype: string, name: string | null): boolean => state.value.favourites.some((place) => same(place, { doctype, name }))

/** Whoever sees with the eyes of another leaves no trace. */
const writes = (): boolean => signedIn.value && !boot.value?.viewing_as

watch([user, () => boot.value?.lang], () => void read(), { immediate: true })

async function read(): Promise<void> {
  state.value = NOTHING
  if (!signedIn.value) return
  const asked = user.value
  // Without them the menu is shorter; the next start asks again.
  const found = await get<Places>("comptoir.desk.places.places").catch(() => undefined)
  if (found && asked === user.value) state.value = { ...found, recents: merged(state.value.recents, found.recents) }
}

export async function setFavourite(place: Place, on: boolean): Promise<void> {
  const others = state.value.favourites.filter((other) => !same(other, place))
  const before = state.value.favourites
  state.value = { ...state.value, favourites: on ? [...others, place].sort((one, other) => one.title.localeCompare(other.title)) : others }
  try {
    await call("comptoir.desk.places.star", { doctype: place.doctype, name: place.name, on })
  } catch (cause) {
    state.value = { ...state.value, favourites: before }
    notify((cause as ApiError).message, "error")
  }
}

export function visitPlace(place: Place): void {
  const first = state.value.recents[0]
  const known = first !== undefined && same(first, place)
  state.value = { ...state.value, recents: merged([place], state.value.recents) }
  // That somebody was here matters less than what they do here.
  if (!known && writes()) void call("comptoir.desk.places.visit", { doctype: place.doctype, name: place.name }).catch(() => undefined)
}

export function forgetPlace(doctype: string, name: string): void {
  const left = (places: Place[]): Place[] => places.filter((place) => !same(place, { doctype, name }))
  state.value = { favourites: left(state.value.favourites), recents: left(state.value.recents) }
}

const same = (one: Pick<Place, "doctype" | "name">, other: Pick<Place, "doctype" | "name">): boolean => one.doctype === other.doctype && one.name === other.name

const merged = (newer: Place[], older: Place[]): Place[] => [...newer, ...older.filter((place) => !newer.some((other) => same(other, place)))].slice(0, MOST)
