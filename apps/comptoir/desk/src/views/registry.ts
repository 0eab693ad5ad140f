/** The views there are. Every folder here with a `definition.ts` takes part. */
import type { DocTypeView } from "@/types"
import type { ViewDefinition } from "./contract"

const modules = import.meta.glob<{ default: ViewDefinition }>("./*/definition.ts", { eager: true })

export const views = Object.values(modules).map((module) => module.default).sort((one, other) => one.order - other.order)

export const LIST = "list"

export const viewsOf = (view: DocTypeView): ViewDefinition[] => views.filter((each) => each.suits(view))

export const viewNamed = (view: DocTypeView, name: string): ViewDefinition | undefined => viewsOf(view).find((each) => each.name === name)
