/** What jsdom lacks and the components ask for. */
import { afterEach } from "vitest"
import { tellReach } from "@/api/reach"

// A server that was away in one test is not asked after it has ended.
afterEach(() => tellReach(true))

window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
Element.prototype.scrollIntoView ??= () => {}
window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.IntersectionObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
} as unknown as typeof IntersectionObserver
