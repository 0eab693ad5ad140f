/** Parts of the screen by their selector. */
/** The first that can be seen: not one in a folded menu, or drawn beside the screen. */
export function onScreen(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((each) => {
    const { width, height, right, left } = each.getBoundingClientRect()
    return width > 0 && height > 0 && right > 0 && left < innerWidth && getComputedStyle(each).visibility !== "hidden"
  })
}

/** What scrolls the part; nothing where it stays in its place. */
export function scrollerOf(part: HTMLElement): HTMLElement | undefined {
  for (let each: HTMLElement | null = part; each; each = each.parentElement) {
    const { position, overflowY } = getComputedStyle(each)
    if (position === "sticky" || position === "fixed") return undefined
    if (each !== part && /auto|scroll/.test(overflowY) && each.scrollHeight > each.clientHeight) return each
  }
  return undefined
}

/** The part once it is drawn; nothing where it does not come within `patience` milliseconds. */
export function appearing(selector: string, patience: number): Promise<HTMLElement | undefined> {
  const found = onScreen(selector)
  if (found) return Promise.resolve(found)
  return new Promise((resolve) => {
    const done = (part?: HTMLElement): void => {
      watching.disconnect()
      clearTimeout(waiting)
      resolve(part)
    }
    const watching = new MutationObserver(() => {
      const part = onScreen(selector)
      if (part) done(part)
    })
    const waiting = setTimeout(done, patience)
    watching.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style"] })
  })
}
