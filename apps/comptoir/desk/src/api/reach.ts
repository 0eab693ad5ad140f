/**
 * Whether the server answers. Every request tells; while it does not, it is asked again until it does.
 */
import { readonly, ref } from "vue"

const PAUSE = 4_000
const PING = "/api/method/ping"
/** What stands before the server answers that it is not there. */
const GATEWAY = new Set([502, 504])
const answers = ref(true)
let timer: ReturnType<typeof setTimeout> | undefined

export const reachable = readonly(answers)

export const isAnswer = (status: number): boolean => !GATEWAY.has(status)

/** Told by whoever has asked the server something. */
export function tellReach(answered: boolean): void {
  answers.value = answered
  clearTimeout(timer)
  if (!answered) timer = setTimeout(() => void ask(), PAUSE)
}

async function ask(): Promise<void> {
  if (document.hidden) return tellReach(false)
  tellReach(await fetch(PING, { cache: "no-store" }).then((response) => isAnswer(response.status), () => false))
}

addEventListener("offline", () => tellReach(false))
addEventListener("online", () => void ask())
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !answers.value) void ask()
})
