import { afterEach, expect, it, vi } from "vitest"
import { flushPromises } from "@vue/test-utils"
import { rowId, rowsOf, TOP, type Branch, type MoreRow, type TreeRow } from "./logic/tree"
import { useTreeKeys } from "./useTreeKeys"

const branch = (names: string[], has_more: boolean): Branch => ({ rows: names.map((name) => ({ name })), has_more })
let rows: (TreeRow | MoreRow)[]
const list = document.createElement("ul")
document.body.append(list)

function draw(names: string[], more: boolean): void {
  rows = rowsOf({ branches: { [TOP]: branch(names, more) }, below: {} }, new Set())
  list.replaceChildren(...rows.map(() => Object.assign(document.createElement("li"), { tabIndex: -1 })))
  rows.forEach((row, at) => ((list.children[at] as HTMLElement).dataset.node = rowId(row)))
}

const more = vi.fn(async () => draw(["Drills", "Saws", "Lathes"], false))
const keys = useTreeKeys(() => list, { rows: () => rows, open: vi.fn(), more, expand: vi.fn(), collapse: vi.fn(), move: vi.fn(), rename: vi.fn() })
list.addEventListener("keydown", keys.onKey)

async function press(key: string): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

afterEach(() => more.mockClear())

it("keys reach the rest of a branch, and go on with the first of what comes", async () => {
  draw(["Drills", "Saws"], true)
  ;(list.children[0] as HTMLElement).focus()
  await press("End")
  expect((document.activeElement as HTMLElement).dataset.node).toBe(rowId(rows[2]!))
  await press("Enter")
  expect([more.mock.calls, (document.activeElement as HTMLElement).dataset.node]).toEqual([[[TOP]], "Lathes"])
})

it("from the rest of a branch keys go back", async () => {
  draw(["Drills", "Saws"], true)
  ;(list.children[2] as HTMLElement).focus()
  await press("ArrowUp")
  expect((document.activeElement as HTMLElement).dataset.node).toBe("Saws")
})
