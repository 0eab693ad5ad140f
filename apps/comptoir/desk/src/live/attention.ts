/** Whether somebody is at the page. What nobody looks at is asked for later, and keeps no session from ending. */
const PRESENT = 5 * 60_000
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const
const waiting = new Set<() => void>()
let used = Date.now()

function use(): void {
  if (document.hidden) return
  used = Date.now()
  const due = [...waiting]
  waiting.clear()
  for (const work of due) work()
}

for (const sign of SIGNS) window.addEventListener(sign, use, { passive: true, capture: true })
document.addEventListener("visibilitychange", use)

/** The page is seen, and was used within the last minutes. */
export const attended = (): boolean => !document.hidden && Date.now() - used < PRESENT

/** Does `work` now, or once as soon as somebody comes back; until then it can be called off. */
export function whenAttended(work: () => void): () => void {
  if (attended()) work()
  else waiting.add(work)
  return () => waiting.delete(work)
}
