/** Who is signed in and what the server told at boot: one shared state, changed only by the functions below. */
import { computed, readonly, shallowRef } from "vue"
import { call, get, setCsrfToken } from "@/api"
import { forgetMeta } from "@/composables/useMeta"
import { forgetOf } from "@/form/draft/store"
import { setLanguage } from "@/i18n"
import type { Guidance } from "@/tour/contract"
import type { Boot, DocTypeEntry, Formats } from "@/types"
import { readFormats } from "./formats"

const GUEST = "Guest"
/** The cookie in which the server looks for the language of somebody it does not know. */
const LANGUAGE = "preferred_language"
const state = shallowRef<Boot>()

export const boot = readonly(state)
export const signedIn = computed(() => state.value !== undefined && state.value.user !== GUEST)
export const formats = computed<Formats>(() => readFormats(state.value?.formats))
export const timeZone = computed(() => state.value?.time_zone)
export const user = computed(() => state.value?.user ?? GUEST)

export const administers = computed(() => user.value === "Administrator" || (state.value?.roles ?? []).includes("System Manager"))

const entries = computed(() => (state.value?.modules ?? []).flatMap((module) => module.doctypes))

export async function loadBoot(): Promise<Boot> {
  const answer = await get<Boot>("comptoir.desk.api.boot")
  setCsrfToken(answer.csrf_token)
  await setLanguage(answer.lang, answer.translations)
  state.value = answer
  return answer
}

/** Somebody has signed in, or sees with other eyes: what was known is asked anew. */
export async function startSession(): Promise<void> {
  forgetMeta()
  await loadBoot()
}

/** Nothing of what they were at stays in the browser for whoever comes next. */
export async function signOut(): Promise<void> {
  const left = user.value
  await call("logout")
  forgetMeta()
  setCsrfToken(undefined)
  await loadBoot()
  forgetOf(left)
}

/** The session has ended on the server: forget it here too. */
export function dropSession(): void {
  if (state.value) state.value = { ...state.value, user: GUEST, modules: [] }
  setCsrfToken(undefined)
}

export function setGuidance(guidance: Guidance): void {
  if (state.value) state.value = { ...state.value, guidance }
}

/** The next metadata comes translated, so what was cached is forgotten. */
export async function switchLanguage(lang: string): Promise<void> {
  if (signedIn.value) {
    await call("comptoir.desk.api.set_lang", { lang })
    forgetMeta()
    await loadBoot()
  } else {
    document.cookie = `${LANGUAGE}=${lang}; Max-Age=${365 * 86_400}; Path=/; SameSite=Lax`
    await setLanguage(lang, state.value?.translations)
  }
}

export function entryOf(doctype: string): DocTypeEntry | undefined {
  return entries.value.find((entry) => entry.name === doctype)
}

export function moduleOf(doctype: string): string | undefined {
  return state.value?.modules?.find((module) => module.doctypes.some((entry) => entry.name === doctype))?.label
}

/** Frappe's way of putting a DocType in the address: lower case, spaces to dashes. */
export const slug = (doctype: string): string => doctype.toLowerCase().replace(/ /g, "-")

export function doctypeOf(slugged: string): string | undefined {
  return entries.value.find((entry) => slug(entry.name) === slugged)?.name
}
