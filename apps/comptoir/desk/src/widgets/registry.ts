/**
 * Chooses the widget of a field. Every folder here with a `definition.ts` takes part; the highest rank wins, and a
 * field that none suits gets the visible "unknown" widget. What scripts of apps add is asked as well, and later ones win a tie.
 */
import { addedWidgets } from "@/extensions/added"
import { tellFault } from "@/extensions/faults"
import type { FieldView } from "@/types"
import type { WidgetDefinition } from "./contract"
import unknown from "./unknown/definition"

const modules = import.meta.glob<{ default: WidgetDefinition }>("./*/definition.ts", { eager: true })

export class WidgetRegistry {
  private readonly definitions = new Map<string, WidgetDefinition>()

  constructor(definitions: Iterable<WidgetDefinition>, private readonly added: readonly WidgetDefinition[] = []) {
    for (const definition of definitions) this.register(definition)
  }

  register(definition: WidgetDefinition): void {
    if (this.definitions.has(definition.name)) {
      throw new Error(`A widget called "${definition.name}" is registered already; there are ${[...this.definitions.keys()].join(", ")}.`)
    }
    this.definitions.set(definition.name, definition)
  }

  /** The widget of `field`, which belongs to a document or row of `doctype`; what an action asks for belongs to none. */
  for(field: FieldView, doctype = ""): WidgetDefinition {
    let best = unknown
    let bestRank = -1
    for (const definition of this.definitions.values()) {
      const rank = definition.rank(field, doctype)
      if (rank > bestRank) [best, bestRank] = [definition, rank]
    }
    for (const definition of this.added) {
      const rank = rankOf(definition, field, doctype)
      if (rank >= 0 && rank >= bestRank) [best, bestRank] = [definition, rank]
    }
    return best
  }
}

function rankOf(definition: WidgetDefinition, field: FieldView, doctype: string): number {
  try {
    return definition.rank(field, doctype)
  } catch (cause) {
    tellFault(definition.name, cause)
    return -1
  }
}

export const widgets = new WidgetRegistry(Object.values(modules).map((module) => module.default), addedWidgets)
