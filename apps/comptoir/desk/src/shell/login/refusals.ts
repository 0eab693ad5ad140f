/** Why signing in was refused, said anew whenever the language changes. */
import type { ApiError } from "@/api"
import { t } from "@/i18n"
import { waitingTime } from "@/logic/waiting"

export type Sentence = () => string

const SENT_BACK = "sign_in_refusal"

/** Why somebody comes back from an identity provider without a session; said once. */
export function sentBack(): string {
  const kept = document.cookie.split("; ").find((each) => each.startsWith(`${SENT_BACK}=`))?.slice(SENT_BACK.length + 1)
  if (kept) document.cookie = `${SENT_BACK}=; Max-Age=0; Path=/; SameSite=Lax`
  return decodeURIComponent(kept ?? "")
}

/** A refusal that names a waiting time counts from now, so that what is said stays true while the page is open. */
export function refusalOf(error: ApiError, wrong?: Sentence): Sentence {
  if (error.retryAfter > 0) return () => `${error.message}\n${t("Try again {0}.", waitingTime(error.retryAfter))}`
  return error.status === 401 && wrong ? wrong : () => error.message
}
