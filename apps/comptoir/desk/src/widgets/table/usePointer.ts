/** The mouse over a grid: pressed and dragged it chooses a range, and from the corner of a range it fills. */
import { type Ref, onScopeDispose } from "vue"
import { type Box, type Lie, type Point, common, filledTo, inside, scrollBy, spotAt } from "@/logic/grid/pointing"
import type { Spot } from "@/logic/grid/range"
import type { Grid } from "./useGrid"

export interface GridPointer {
  press: (event: PointerEvent) => void
  /** Cells are chosen, not the texts in them. */
  select: (event: Event) => void
}

interface Held {
  from: Spot
  at: Spot
  fills: boolean
  dragged: boolean
  point: Point
}

export function usePointer(grid: Grid, scroller: Ref<HTMLElement | undefined>): GridPointer {
  let held: Held | undefined
  let frame = 0

  function press(event: PointerEvent): void {
    const target = event.target as Element
    const cell = target.closest<HTMLElement>("[data-cell]")
    // A finger scrolls, and in an input the mouse chooses text.
    if (event.button || event.pointerType !== "mouse" || !cell || target.closest("[data-editor]")) return
    const { row, column, anchor = { row, column } } = grid.cursor
    const at = spotOf(cell)
    held = { from: event.shiftKey ? anchor : at, at, fills: target.closest("[data-fill]") !== null, dragged: false, point: { x: event.clientX, y: event.clientY } }
    addEventListener("pointermove", move)
    addEventListener("pointerup", release)
    addEventListener("pointercancel", end)
    addEventListener("keydown", giveUp, true)
  }

  function move(event: PointerEvent): void {
    if (!held) return
    // Let go where nobody told.
    if (!(event.buttons & 1)) return end()
    held.point = { x: event.clientX, y: event.clientY }
    follow()
    if (!held.dragged || frame) return
    scroller.value?.setPointerCapture(event.pointerId)
    frame = requestAnimationFrame(scroll)
  }

  function cellUnder({ x, y }: Point): HTMLElement | undefined {
    const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-cell]")
    return cell && scroller.value?.contains(cell) ? cell : undefined
  }

  /** To the cell under the mouse, else the nearest one that is seen. */
  function follow(): void {
    const lie = lieOf(scroller.value)
    if (!held || !lie) return
    const cell = cellUnder(held.point)
    const spot = cell ? spotOf(cell) : spotAt(inside(held.point, common(boxes().map(seen))), { ...lie, rows: grid.rows.value.length })
    if (spot.row === held.at.row && spot.column === held.at.column) return
    held.dragged = true
    held.at = spot
    if (held.fills) grid.filling.value = filledTo(grid.range.value, spot)
    else grid.chooseTo(held.from, spot)
  }

  /** The innermost of what scrolls that is at its edge, in each direction, as long as the mouse is held there. */
  function scroll(): void {
    if (!held) return
    const { x, y } = held.point
    // A cell that is seen where room is kept is no edge.
    const boxOf = (box: HTMLElement): Box => (cellUnder({ x, y }) ? box.getBoundingClientRect() : seen(box))
    boxes().find((box) => moved(box, "scrollTop", scrollBy(y, boxOf(box).top, boxOf(box).bottom)))
    boxes().find((box) => moved(box, "scrollLeft", scrollBy(x, boxOf(box).left, boxOf(box).right)))
    follow()
    frame = requestAnimationFrame(scroll)
  }

  function release(): void {
    const to = grid.filling.value
    end()
    if (to) grid.fill(to)
  }

  function giveUp(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !held?.dragged) return
    event.preventDefault()
    event.stopPropagation()
    end()
  }

  function end(): void {
    held = undefined
    cancelAnimationFrame(frame)
    frame = 0
    grid.filling.value = undefined
    removeEventListener("pointermove", move)
    removeEventListener("pointerup", release)
    removeEventListener("pointercancel", end)
    removeEventListener("keydown", giveUp, true)
  }

  /** The table's own and those around it. */
  function boxes(): HTMLElement[] {
    const found: HTMLElement[] = []
    for (let box = scroller.value ?? null; box; box = box.parentElement) if (box === scroller.value || /auto|scroll/.test(getComputedStyle(box).overflowY)) found.push(box)
    return found
  }

  onScopeDispose(end)
  return { press, select: (event) => held && event.preventDefault() }
}

function spotOf(cell: HTMLElement): Spot {
  const [row = 0, column = 0] = (cell.dataset.cell ?? "").split("-").map(Number)
  return { row, column }
}

/** Without what stays at its edges, for which it keeps room when it scrolls to something. */
function seen(box: HTMLElement): Box {
  const { top, left, bottom, right } = box.getBoundingClientRect()
  const style = getComputedStyle(box)
  const room = (side: "Top" | "Bottom"): number => Number.parseFloat(style[`scrollPadding${side}`]) || 0
  return { top: top + room("Top"), left, bottom: bottom - room("Bottom"), right }
}

function moved(box: HTMLElement, way: "scrollTop" | "scrollLeft", by: number): boolean {
  const before = box[way]
  if (by) box[way] += by
  return box[way] !== before
}

function lieOf(scroller: HTMLElement | undefined): Omit<Lie, "rows"> | undefined {
  const body = scroller?.querySelector("tbody")
  const row = body?.querySelector<HTMLElement>("[aria-rowindex]")
  if (!scroller || !body || !row) return undefined
  // Between the numbers of the rows and what can be done with them.
  const heads = [...scroller.querySelectorAll("thead th")].slice(1)
  return { top: body.getBoundingClientRect().top, rowHeight: row.offsetHeight, edges: heads.map((head) => head.getBoundingClientRect().left) }
}
