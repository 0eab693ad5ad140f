/**
 * What the palette can do beside opening documents and lists: whoever offers something says so here, and it is found as
 * long as that part is on the screen. A command leads somewhere or runs something.
 */
import { type ComputedRef, computed, onScopeDispose, shallowReactive } from "vue"
import type { RouteLocationRaw } from "vue-router"

export type CommandKind = "document" | "actions" | "views" | "fields" | "help" | "pages" | "keys"

export interface Command {
  kind: CommandKind
  label: string
  icon: string
  note?: string
  /** Other words by which it is found. */
  also?: string
  to?: RouteLocationRaw
  run?: () => unknown
}

const said = shallowReactive(new Set<() => Command[]>())

/** The nearest page comes first. */
export const offeredCommands: ComputedRef<Command[]> = computed(() => [...said].reverse().flatMap((commands) => commands()))

export function useCommands(commands: () => Command[]): void {
  said.add(commands)
  onScopeDispose(() => said.delete(commands))
}
