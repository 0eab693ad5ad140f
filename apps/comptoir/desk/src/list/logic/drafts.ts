/** What the builder edits: conditions that may still be incomplete, in groups. Every function gives a new value. */
import type { FieldView, FilterValue } from "@/types"
import { fromRoot, isGroup, toRoot, type FilterGroup, type FilterNode } from "./groups"
import { operator, operatorOf, operatorsFor, startValue, toFilter } from "./operators"

export interface Draft {
  key: number
  fieldname: string
  id: string
  value: FilterValue
}
export interface DraftGroup {
  key: number
  any: boolean
  items: (Draft | DraftGroup)[]
}

let last = 0
const key = (): number => ++last

export const isDraftGroup = (item: Draft | DraftGroup): item is DraftGroup => "items" in item

export const toDrafts = (filters: Parameters<typeof toRoot>[0], where: FilterGroup | undefined): DraftGroup => groupOf(toRoot(filters, where))

const groupOf = ({ any, items }: FilterGroup): DraftGroup => ({ key: key(), any, items: items.map(draftOf) })
const draftOf = (node: FilterNode): Draft | DraftGroup => (isGroup(node) ? groupOf(node) : { key: key(), fieldname: node[0], id: operatorOf(node)?.id ?? "=", value: node[2] })

/** What of the drafts is complete. */
export const fromDrafts = (root: DraftGroup): ReturnType<typeof fromRoot> => fromRoot(complete(root))

function complete({ any, items }: DraftGroup): FilterGroup {
  return {
    any,
    items: items.flatMap((item): FilterNode[] => {
      if (isDraftGroup(item)) {
        const group = complete(item)
        return group.items.length > 1 ? [group] : group.items
      }
      const filter = toFilter(item.fieldname, item.id, item.value)
      return filter ? [filter] : []
    }),
  }
}

/** A condition on a field as it starts. */
export function started(field: FieldView): Draft {
  const first = operatorsFor(field)[0]
  return { key: key(), fieldname: field.fieldname, id: first?.id ?? "=", value: startValue(first?.entry ?? "one", null) }
}

/** With another operator, keeping what was entered where it still fits. */
export const withOperator = (draft: Draft, id: string): Draft => ({ ...draft, id, value: startValue(operator(id)?.entry ?? "one", draft.value) })

export const added = (group: DraftGroup, item: Draft | DraftGroup): DraftGroup => ({ ...group, items: [...group.items, item] })
/** A group of one condition: any of it and what is added. */
export const startedGroup = (field: FieldView, any: boolean): DraftGroup => ({ key: key(), any, items: [started(field)] })

/** `item` in place of the one with its key. */
export const replaced = (group: DraftGroup, item: Draft | DraftGroup, of = item.key): DraftGroup => ({ ...group, items: group.items.map((each) => (each.key === of ? { ...item, key: of } : each)) })
export const without = (group: DraftGroup, gone: number): DraftGroup => ({ ...group, items: group.items.filter((each) => each.key !== gone) })
