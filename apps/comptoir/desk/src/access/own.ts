/** What people ask and change about themselves: who they are, their sessions, second factor and keys. */
import { call, get } from "@/api"
import type { Limit } from "./site"

/** What of themselves people switch on and off. */
export type Switch = "email_on_mention" | "follow_created_documents" | "follow_commented_documents" | "follow_assigned_documents"

export interface AboutMe extends Record<Switch, 0 | 1> {
  email: string
  first_name: string
  last_name: string
  user_image: string | null
  language: string | null
  time_zone: string | null
  digest_frequency: "" | "Daily" | "Weekly" | "Monthly" | null
}

export interface Session {
  id: string
  created: string
  last_seen: string
  address: string
  device: string
  current: boolean
}

export interface SecondFactor {
  enabled: boolean
  required: boolean
  recovery_codes_left: number
}

export interface NewDevice {
  secret: string
  uri: string
  qr: string
}

/** A type of document (none: all of them) with rights, or a pattern of method names. */
export interface KeyScope {
  document_type?: string | null
  rights?: string[]
  method?: string
}

export interface ApiKey {
  name: string
  title: string
  api_key: string
  creation: string
  expires_on: string | null
  last_used: string | null
  revoked: 0 | 1
  expired: boolean
  scopes: KeyScope[]
}

export interface NewKey {
  api_key: string
  api_secret: string
}

export const aboutMe = (): Promise<AboutMe> => get("comptoir.desk.personal.about_me")
export const changeMe = (values: Partial<AboutMe>): Promise<AboutMe> => call("comptoir.desk.personal.change_me", { values })
export const changePassword = (old_password: string, new_password: string): Promise<unknown> => call("comptoir.desk.profile.change_password", { old_password, new_password })

export const ownStorage = (): Promise<Limit> => get("comptoir.desk.profile.storage")

export const sessions = (): Promise<Session[]> => get("comptoir.desk.profile.sessions")
export const revokeSession = (id: string): Promise<unknown> => call("comptoir.desk.profile.revoke_session", { id })
export const revokeOthers = (): Promise<unknown> => call("comptoir.desk.profile.revoke_other_sessions")

export const secondFactor = (): Promise<SecondFactor> => get("comptoir.desk.profile.second_factor")
export const beginSecondFactor = (): Promise<NewDevice> => call("comptoir.desk.profile.begin_second_factor")
/** Who moves to another device proves that they have the present one with `current_code`. */
export const confirmSecondFactor = (code: string, current_code?: string): Promise<{ recovery_codes: string[] }> => call("comptoir.desk.profile.confirm_second_factor", { code, current_code })
export const newRecoveryCodes = (code: string): Promise<{ recovery_codes: string[] }> => call("comptoir.desk.profile.new_recovery_codes", { code })
export const dropSecondFactor = (code: string): Promise<unknown> => call("comptoir.desk.profile.drop_second_factor", { code })

export const apiKeys = (): Promise<ApiKey[]> => get("comptoir.desk.profile.api_keys")
export const createApiKey = (title: string, scopes: KeyScope[], expires_on: string | null): Promise<NewKey> => call("comptoir.desk.profile.create_api_key", { title, scopes, expires_on })
export const revokeApiKey = (name: string): Promise<unknown> => call("comptoir.desk.profile.revoke_api_key", { name })

/** The address of the own calendar: what it is, is told when it is made. */
export const calendarFeed = (): Promise<{ exists: boolean }> => get("comptoir.desk.feed.calendar_feed")
export const makeCalendarFeed = (): Promise<{ address: string }> => call("comptoir.desk.feed.make_calendar_feed")
export const revokeCalendarFeed = (): Promise<unknown> => call("comptoir.desk.feed.revoke_calendar_feed")
