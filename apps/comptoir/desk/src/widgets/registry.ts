/**
 * Chooses the widget of a field. Every folder here with a `definition.ts` takes part; the highest rank wins, and a
 * field that none suits gets the visible "unknown" widget.
 */
import type { FieldView } from "@/types"
import type { WidgetDefinition } from "./contract"
import unknown from "./unknown/definition"

const modules = import.meta.glob<{ default: WidgetDefinition }>("./*/definition.ts", { eager: true })

export class WidgetRegistry {
  private readonly definitions = new Map<string, WidgetDefinition>()

  constructor(definitions: Iterable<WidgetDefinition>) {
    for (const definition of definitions) this.register(definition)
  }

  register(definition: WidgetDefinition): void {
    if (this.definitions.has(definition.name)) {
      throw new Error(`A widget called "${definition.name}" is registered already; there are ${[...this.definitions.keys()].join(", ")}.`)
    }
    this.definitions.set(definition.name, definition)
  }

  for(field: FieldView): WidgetDefinition {
    let best = unknown
    let bestRank = -1
    for (const definition of this.definitions.values()) {
      const rank = definition.rank(field)
      if (rank > bestRank) [best, bestRank] = [definition, rank]
    }
    return best
  }
}

export const widgets = new WidgetRegistry(Object.values(modules).map((module) => module.default))
