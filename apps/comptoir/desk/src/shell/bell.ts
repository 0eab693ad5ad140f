/** What the user was told, behind the bell: asked for at the start, every minute, and when somebody comes back. */
import { readonly, ref, shallowRef } from "vue"
import { callRaw, get } from "@/api"

export interface Told {
  name: string
  subject: string
  creation: string
  read: 0 | 1
  document_type: string | null
  document_name: string | null
}

const METHODS = "frappe.desk.doctype.notification_log.notification_log"
const PAUSE = 60_000
const told = shallowRef<Told[]>([])
const unread = ref(0)
let timer: ReturnType<typeof setInterval> | undefined

/** A bell that cannot be asked stays as it is: whatever else is done says that the server is away. */
async function look(): Promise<void> {
  if (document.hidden) return
  const found = await get<{ notification_logs: Told[]; unread: number }>(`${METHODS}.get_notification_logs`).catch(() => undefined)
  if (!found) return
  told.value = found.notification_logs
  unread.value = found.unread
}

export function watchBell(): () => void {
  void look()
  timer ??= setInterval(() => void look(), PAUSE)
  document.addEventListener("visibilitychange", look)
  return () => {
    clearInterval(timer)
    timer = undefined
    document.removeEventListener("visibilitychange", look)
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
