/** A tree under the keyboard, as trees are everywhere; with Shift the arrows move the document itself. */
import { nextTick, ref, type Ref } from "vue"
import { isMore, rowId, TOP, type MoreRow, type TreeRow } from "./logic/tree"

export interface TreeKeys {
  rows: () => (TreeRow | MoreRow)[]
  open: (row: TreeRow) => void
  /** The rest of a branch. */
  more: (parent: string) => Promise<void>
  expand: (names: string[]) => Promise<void>
  collapse: (name: string) => void
  move: (name: string, parent: string) => Promise<void>
  rename: (row: TreeRow) => void
}

export interface TreeFocus {
  /** The document the keyboard is at. */
  at: Ref<string>
  onKey: (event: KeyboardEvent) => void
}

export function useTreeKeys(element: () => HTMLElement | undefined, keys: TreeKeys): TreeFocus {
  const at = ref("")
  const nodes = (): TreeRow[] => keys.rows().filter((row): row is TreeRow => !isMore(row))

  async function go(row: TreeRow | MoreRow | undefined): Promise<void> {
    if (!row) return
    at.value = rowId(row)
    await nextTick()
    ;[...(element()?.querySelectorAll<HTMLElement>("[data-node]") ?? [])].find((each) => each.dataset.node === at.value)?.focus()
  }

  /** The first of what comes takes the place of the row that was asked. */
  async function more(row: MoreRow): Promise<void> {
    const index = keys.rows().findIndex((each) => rowId(each) === rowId(row))
    await keys.more(row.parent)
    await go(keys.rows()[index])
  }

  async function move(row: TreeRow, parent: string | undefined): Promise<void> {
    if (parent === undefined) return
    await keys.move(row.name, parent)
    await go(nodes().find((each) => each.name === row.name))
  }

  const named = (all: TreeRow[], name: string): TreeRow | undefined => all.find((each) => each.name === name)
  /** The one above among those beside it: what it goes below when it is moved to the right. */
  const elder = (all: TreeRow[], row: TreeRow): string | undefined => all.filter((each) => each.parent === row.parent)[row.place - 2]?.name

  function shifted(key: string, all: TreeRow[], row: TreeRow): Promise<void> | undefined {
    if (key === "ArrowRight") return move(row, elder(all, row))
    if (key === "ArrowLeft" && row.parent !== TOP) return move(row, named(all, row.parent)?.parent)
    return undefined
  }

  function along(key: string, row: TreeRow | MoreRow): Promise<void> | undefined {
    const all = keys.rows()
    const index = all.findIndex((each) => rowId(each) === rowId(row))
    switch (key) {
      case "ArrowDown": return go(all[index + 1])
      case "ArrowUp": return go(all[index - 1])
      case "Home": return go(all[0])
      case "End": return go(all.at(-1))
      default: return undefined
    }
  }

  function plain(key: string, all: TreeRow[], row: TreeRow): unknown {
    switch (key) {
      case "ArrowRight": return row.open ? along("ArrowDown", row) : row.below ? keys.expand([row.name]) : undefined
      case "ArrowLeft": return row.open ? keys.collapse(row.name) : go(named(all, row.parent))
      case "Enter": return keys.open(row)
      case "F2": return keys.rename(row)
      default: return along(key, row)
    }
  }

  const onMore = (key: string, all: TreeRow[], row: MoreRow): unknown => (key === "Enter" ? more(row) : key === "ArrowLeft" ? go(named(all, row.parent)) : along(key, row))

  const KEYS = new Set(["ArrowDown", "ArrowUp", "Home", "End", "ArrowRight", "ArrowLeft", "Enter", "F2"])

  function onKey(event: KeyboardEvent): void {
    const node = event.target as HTMLElement
    if (node.dataset.node === undefined || event.ctrlKey || event.metaKey || event.altKey || !KEYS.has(event.key)) return
    const all = nodes()
    const row = keys.rows().find((each) => rowId(each) === node.dataset.node)
    if (!row) return
    event.preventDefault()
    void (isMore(row) ? onMore(event.key, all, row) : event.shiftKey ? shifted(event.key, all, row) : plain(event.key, all, row))
  }

  return { at, onKey }
}
