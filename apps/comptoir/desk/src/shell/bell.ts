/** What the user was told, behind the bell: asked for at the start, when the server rings, and now and then while somebody is there. */
import { readonly, ref, shallowRef, watch } from "vue"
import { call, callRaw, get } from "@/api"
import { attended, whenAttended } from "@/live/attention"
import { connected, hear } from "@/live/line"
import { boot } from "@/stores/session"

export interface Told {
  name: string
  subject: string
  creation: string
  read: 0 | 1
  /** When it reached a screen of theirs first. */
  delivered_on: string | null
  document_type: string | null
  document_name: string | null
}

const METHODS = "frappe.desk.doctype.notification_log.notification_log"
const PAUSE = 60_000
/** Seldom where the server rings by itself. */
const CONNECTED_PAUSE = 10 * PAUSE
const told = shallowRef<Told[]>([])
const unread = ref(0)
let looked = 0

/** A bell that cannot be asked stays as it is: whatever else is done says that the server is away. */
async function look(): Promise<void> {
  looked = Date.now()
  const found = await get<{ notification_logs: Told[]; unread: number }>(`${METHODS}.get_notification_logs`).catch(() => undefined)
  if (!found) return
  told.value = found.notification_logs
  unread.value = found.unread
  // Whoever sees with other eyes has not received what those are told.
  if (!boot.value?.viewing_as && told.value.some((each) => !each.delivered_on)) await call("comptoir.desk.bell.delivered").catch(() => undefined)
}

export function watchBell(): () => void {
  void look()
  const due = (): boolean => attended() && Date.now() - looked >= (connected.value ? CONNECTED_PAUSE : PAUSE)
  const timer = setInterval(() => due() && void look(), PAUSE)
  const back = (): void => void (due() && look())
  const rung = (): void => void whenAttended(() => void look())
  document.addEventListener("visibilitychange", back)
  const ignore = hear("notification", rung)
  // What was told while the line was not there yet, or was down.
  const follow = watch(connected, (now) => now && void look())
  return () => {
    follow()
    clearInterval(timer)
    document.removeEventListener("visibilitychange", back)
    ignore()
  }
}

export async function markRead(entry: Told): Promise<void> {
  if (entry.read) return
  await callRaw(`${METHODS}.mark_as_read`, { docname: entry.name })
  await look()
}

export async function markAllRead(): Promise<void> {
  await callRaw(`${METHODS}.mark_all_as_read`, {})
  await look()
}

export const bell = { told: readonly(told), unread: readonly(unread) }
