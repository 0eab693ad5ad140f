/** Parts of the screen by their selector. */
const PATIENCE = 4000

/** The first that can be seen: not one in a folded menu, or drawn beside the screen. */
export function onScreen(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((each) => {
    const { width, height, right, left } = each.getBoundingClientRect()
    return width > 0 && height > 0 && right > 0 && left < innerWidth && getComputedStyle(each).visibility !== "hidden"
  })
}

/** The part once it is drawn; nothing where it does not come. */
export function appearing(selector: string): Promise<HTMLElement | undefined> {
  const found = onScreen(selector)
  if (found) return Promise.resolve(found)
  return new Promise((resolve) => {
    const done = (part?: HTMLElement): void => {
      watching.disconnect()
      clearTimeout(patience)
      resolve(part)
    }
    const watching = new MutationObserver(() => {
      const part = onScreen(selector)
      if (part) done(part)
    })
    const patience = setTimeout(done, PATIENCE)
    watching.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style"] })
  })
}
