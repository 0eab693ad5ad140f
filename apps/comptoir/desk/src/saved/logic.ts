/** Saved views without a screen: which opens first, whether one was changed, how many it is shared with. */
import type { LocationQueryRaw } from "vue-router"
import type { SavedView } from "@/types"

export type Sharing = Pick<SavedView, "everybody" | "roles" | "scope">

export const isShared = ({ everybody, roles, scope }: Sharing): boolean => Boolean(everybody || roles.length || scope)

/** What a list opens with: one's own choice first, then what is meant for the fewest. */
export function defaultOf(views: readonly SavedView[], doctype: string): SavedView | undefined {
  const wideness = (view: SavedView): number => (isShared(view) ? (view.roles.length ? 1 : view.scope ? 2 : 3) : 0)
  return views.filter((view) => view.document_type === doctype && view.is_default).sort((one, other) => wideness(one) - wideness(other))[0]
}

export const pinnedOf = (views: readonly SavedView[], doctype: string): SavedView[] => views.filter((view) => view.document_type === doctype && view.pinned)

/** Whether two addresses ask for the same, in whatever order. */
export function sameQuery(one: LocationQueryRaw, other: LocationQueryRaw): boolean {
  return text(one) === text(other)
}

const text = (query: LocationQueryRaw): string => JSON.stringify(Object.entries(query).map(([key, value]) => [key, ...[value].flat()]).sort())
