/** The documents last opened on this device by this user, newest first. */
import { computed, shallowRef, watch } from "vue"
import { user } from "@/stores/session"

export interface Recent {
  doctype: string
  name: string
  title: string
}

const LIMIT = 12
const key = computed(() => `desk.recents.${user.value}`)
const list = shallowRef<Recent[]>([])
watch(key, (now) => (list.value = read(now)), { immediate: true })

export const recents = computed(() => list.value)

/** Called by the form once the document is shown. */
export function visit(recent: Recent): void {
  store([recent, ...list.value.filter((other) => !same(other, recent))].slice(0, LIMIT))
}

/** Called after a delete, or when the document is not found any more. */
export function forget(doctype: string, name: string): void {
  store(list.value.filter((other) => !same(other, { doctype, name })))
}

const same = (one: Omit<Recent, "title">, other: Omit<Recent, "title">): boolean => one.doctype === other.doctype && one.name === other.name

function store(recent: Recent[]): void {
  list.value = recent
  localStorage.setItem(key.value, JSON.stringify(recent))
}

function read(from: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(from) ?? "[]")
    return Array.isArray(stored) ? (stored as Recent[]) : []
  } catch {
    return []
  }
}
