/** What is remembered of a newcomer on the server, so that nothing is offered twice. */
import { computed } from "vue"
import { call } from "@/api"
import { boot, setGuidance } from "@/stores/session"
import type { Guidance } from "./contract"

export const DESK_TOUR = "desk"

/** Nothing is offered to whoever sees with the eyes of another. */
const newcomer = computed(() => (boot.value?.viewing_as ? undefined : boot.value?.guidance))
export const tourOffered = computed(() => newcomer.value !== undefined && !newcomer.value.tour)

export async function remember<What extends keyof Guidance>(what: What, how: NonNullable<Guidance[What]>): Promise<void> {
  if (!newcomer.value || newcomer.value[what] === how || newcomer.value[what] === "finished") return
  // What could not be remembered is offered once more.
  const known = await call<Guidance>("comptoir.desk.guidance.remember", { what, how }).catch(() => undefined)
  if (known) setGuidance(known)
}
