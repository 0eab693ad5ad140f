/** What signing in asks of the server, before and after there is a session. */
import { call, get, request } from "@/api"

/** A code is needed; somebody without a device of their own sets one up in the same step. */
export interface Verification {
  method: string
  setup: boolean
  /** An image as a data URI. */
  qr?: string
  secret?: string
}

export interface SecondStep {
  tmp_id: string
  verification: Verification
}

/** From 0, guessed at once, to 4. */
export interface Strength {
  score: number
  /** The least score the site accepts. */
  least: number
  problems: string[]
  hints: string[]
}

/** Where people have an account already; signing in with it begins at `url`. */
export interface IdentityProvider {
  name: string
  label: string
  url: string
}

/** Nothing when there is a session now; else what the second step needs. */
export async function checkPassword(usr: string, pwd: string): Promise<SecondStep | undefined> {
  const answer = await request("POST", "/api/method/login", { usr, pwd })
  return answer.tmp_id ? (answer as unknown as SecondStep) : undefined
}

/** There is a session now; a first device comes with recovery codes, told this once. */
export async function checkCode(tmp_id: string, otp: string): Promise<string[]> {
  const answer = await request("POST", "/api/method/login", { tmp_id, otp })
  return Array.isArray(answer.recovery_codes) ? (answer.recovery_codes as string[]) : []
}

export const identityProviders = (): Promise<IdentityProvider[]> => get("comptoir.desk.sign_in.providers")
/** Where a click on a provider leads, and from there back to where somebody was going. */
export const startOf = (provider: IdentityProvider, redirectTo: string): string => `${provider.url}?${new URLSearchParams({ "redirect-to": redirectTo })}`
export const askForReset = (user: string): Promise<unknown> => call("frappe.core.doctype.user.user.reset_password", { user })
export const setPassword = (key: string, new_password: string): Promise<unknown> => call("frappe.core.doctype.user.user.update_password", { new_password, key })
/** A POST, so that the password is in no address and no log. */
export const passwordStrength = (password: string): Promise<Strength> => call("comptoir.desk.sign_in.password_strength", { password })
