/** Short notices at the corner of the screen; errors stay until closed, the rest go by themselves. */
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
let last = 0

export function notify(message: string, tone: Tone = "info", action?: Notice["action"]): void {
  const notice: Notice = { id: ++last, tone, message, action }
  notices.value = [...notices.value, notice].slice(-LIMIT)
  if (tone !== "error") setTimeout(() => dismiss(notice.id), SHOWN_FOR)
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

const TONES: Record<string, Tone> = { red: "error", orange: "warning", yellow: "warning", amber: "warning", green: "success" }

/** What the server said beside a successful answer. */
export function notifyAll(messages: ServerMessage[]): void {
  for (const { message, indicator } of messages) notify(plain(message), TONES[indicator ?? ""] ?? "warning")
}
