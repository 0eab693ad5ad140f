import { expect, it } from "vitest"
import { enterAhead } from "./enterAhead"

it("takes at once, or once with the answer, and not what was pressed for another text", () => {
  let taken = 0
  const enter = enterAhead(() => taken++)
  const after = (...steps: (() => void)[]): number => {
    taken = 0
    for (const step of steps) step()
    return taken
  }
  const [now, early] = [() => enter.press(false), () => enter.press(true)]
  expect([after(now), after(early), after(enter.answered), after(enter.answered), after(early, early, enter.answered, enter.answered)]).toEqual([1, 0, 1, 0, 1])
  expect([after(early, enter.forget, enter.answered), after(early, now, enter.answered)]).toEqual([0, 1])
})
