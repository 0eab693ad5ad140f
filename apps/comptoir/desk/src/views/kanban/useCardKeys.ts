/** A board under the keyboard: the arrow down leads to its first card, arrows go between cards, with Shift they take the card along. */
import { nextTick, onMounted, onUnmounted } from "vue"

export interface CardKeys {
  /** The columns from left to right, as their lists carry them. */
  columns: () => string[]
  moveTo: (name: string, column: string, at?: number) => Promise<void> | void
  /** Resolves once what was typed in the search is on the board. */
  settled: () => Promise<void>
}

const STEPS: Record<string, [across: number, down: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

export function useCardKeys(board: () => HTMLElement | undefined, { columns, moveTo, settled }: CardKeys): (event: KeyboardEvent) => void {
  const all = (marked: string): HTMLElement[] => [...(board()?.querySelectorAll<HTMLElement>(`[data-${marked}]`) ?? [])]
  const cardsOf = (column: string): HTMLElement[] => all("card").filter((card) => card.closest<HTMLElement>("[data-column]")?.dataset.column === column)
  const focus = (card: HTMLElement | undefined): void => card?.querySelector<HTMLElement>("a")?.focus()

  function go(column: string, card: HTMLElement, across: number, down: number): void {
    const at = cardsOf(column).indexOf(card)
    if (down) return focus(cardsOf(column)[at + down])
    const order = columns()
    for (let next = order.indexOf(column) + across; next >= 0 && next < order.length; next += across) {
      const cards = cardsOf(order[next] as string)
      if (cards.length) return focus(cards[Math.min(at, cards.length - 1)])
    }
  }

  async function take(column: string, card: HTMLElement, across: number, down: number): Promise<void> {
    const order = columns()
    const to = order[order.indexOf(column) + across]
    const name = card.dataset.card ?? ""
    const at = down ? cardsOf(column).indexOf(card) + down : 0
    if (to === undefined || at < 0 || (down && at >= cardsOf(column).length)) return
    const done = moveTo(name, to, at)
    const again = async (): Promise<void> => {
      await nextTick()
      focus(all("card").find((each) => each.dataset.card === name))
    }
    await again()
    await done
    // A card that was put back is drawn anew, and takes the focus with it.
    if (document.activeElement === document.body) await again()
  }

  /** Done once what was searched for is on the board: until then arrows are meant for what comes. */
  let coming: Promise<void> | undefined

  /** From the search, or from nowhere in particular, to the first card. */
  async function begin(searching: boolean): Promise<void> {
    if (searching) await settled()
    await nextTick()
    focus(all("card")[0])
    coming = undefined
  }

  function steer(from: Element | null, event: KeyboardEvent): void {
    const step = STEPS[event.key]
    const card = from?.closest<HTMLElement>("[data-card]")
    const column = card?.closest<HTMLElement>("[data-column]")?.dataset.column
    if (!step || !card || column === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (!event.shiftKey) go(column, card, ...step)
    else void take(column, card, ...step)
  }

  function listen(event: KeyboardEvent): void {
    if (coming && STEPS[event.key]) {
      event.preventDefault()
      return void coming.then(() => steer(document.activeElement, event))
    }
    const target = event.target as HTMLElement
    const searching = target.matches("[type=search]")
    if (event.key !== "ArrowDown" || event.defaultPrevented || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
    if (!searching && target !== document.body && !target.matches("main, button, a")) return
    if (target.closest("[data-card], [role=dialog], [role=menu], [role=listbox], aside")) return
    event.preventDefault()
    coming = begin(searching)
  }

  onMounted(() => addEventListener("keydown", listen))
  onUnmounted(() => removeEventListener("keydown", listen))

  return (event) => steer(event.target as Element, event)
}
