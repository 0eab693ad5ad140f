/** Which of the Desk's own pages this user may open; the server decides what they show. Others find there what they find at an address that is none. */
import type { RouteLocationNormalized } from "vue-router"
import { administers, entryOf, user } from "@/stores/session"

const PAGES: Record<string, (route: Pick<RouteLocationNormalized, "query">) => boolean> = {
  permissions: () => administers.value || entryOf("Custom DocPerm") !== undefined,
  settings: () => administers.value || entryOf("System Settings") !== undefined,
  work: () => administers.value,
  // Everybody may ask about themselves.
  explain: ({ query }) => administers.value || query.user === user.value,
}

export const isAdmitted = (route: Pick<RouteLocationNormalized, "name" | "query">): boolean => PAGES[String(route.name)]?.(route) ?? true
