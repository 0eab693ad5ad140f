/** Short notices at the corner of the screen; errors stay until closed, the rest go by themselves unless somebody is at them. */
import { shallowRef } from "vue"
import type { ServerMessage } from "@/types"
import { plain } from "@/api/errors"

export type Tone = "info" | "success" | "warning" | "error"
export interface Notice {
  id: number
  tone: Tone
  message: string
  action?: { label: string; run: () => void }
}

const SHOWN_FOR = 5000
const LIMIT = 4
export const notices = shallowRef<Notice[]>([])
const waiting = new Map<number, ReturnType<typeof setTimeout>>()
let held = false
let last = 0

export function notify(message: string, tone: Tone = "info", action?: Notice["action"]): void {
  const notice: Notice = { id: ++last, tone, message, action }
  notices.value = [...notices.value, notice].slice(-LIMIT)
  if (!held) letGo(notice)
}

export function dismiss(id: number): void {
  clearTimeout(waiting.get(id))
  waiting.delete(id)
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

/** Nothing goes while somebody reads it or reaches for its button. */
export function hold(): void {
  held = true
  for (const timer of waiting.values()) clearTimeout(timer)
  waiting.clear()
}

export function release(): void {
  held = false
  for (const notice of notices.value) letGo(notice)
}

function letGo({ id, tone }: Notice): void {
  if (tone !== "error" && !waiting.has(id)) waiting.set(id, setTimeout(() => dismiss(id), SHOWN_FOR))
}

const TONES: Record<string, Tone> = { red: "error", orange: "warning", yellow: "warning", amber: "warning", green: "success" }

/** What the server said beside a successful answer. */
export function notifyAll(messages: ServerMessage[]): void {
  for (const { message, indicator } of messages) notify(plain(message), TONES[indicator ?? ""] ?? "warning")
}
