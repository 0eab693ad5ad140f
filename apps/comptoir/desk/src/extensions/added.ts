/** What scripts of apps have added. It is reactive, so a form that is open takes what comes later. */
import { shallowReactive } from "vue"
import type { WidgetDefinition } from "@/widgets/contract"
import type { FormAction } from "./contract"

export const addedWidgets = shallowReactive<WidgetDefinition[]>([])
export const addedActions = shallowReactive<FormAction[]>([])

export const addWidget = (definition: WidgetDefinition): void => add(addedWidgets, definition)
export const addAction = (action: FormAction): void => add(addedActions, action)

/** Whether `definition` was one of them; it serves no field any more. */
export function dropWidget(definition: WidgetDefinition): boolean {
  const at = addedWidgets.indexOf(definition)
  if (at >= 0) addedWidgets.splice(at, 1)
  return at >= 0
}

function add<T extends { name: string }>(all: T[], one: T): void {
  if (all.some(({ name }) => name === one.name)) throw new Error(`"${one.name}" is added already.`)
  all.push(one)
}
