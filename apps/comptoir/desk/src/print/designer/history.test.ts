import { expect, it } from "vitest"
import { begun, changed, redone, undone } from "./history"

it("goes back and forth", () => {
  const after = changed(changed(begun("a"), "b"), "c")
  expect([undone(after).present, undone(undone(after)).present, redone(undone(after)).present]).toEqual(["b", "a", "c"])
})

it("takes changes to one thing in a row as one step, until something is undone", () => {
  const typed = changed(changed(changed(begun(""), "T", "label"), "To", "label"), "Town", "label")
  expect(undone(typed).present).toBe("")
  const again = changed(changed(undone(typed), "X", "label"), "XY", "size")
  expect(undone(again).present).toBe("X")
})

it("forgets what was undone once something else is done, and stays where nothing happened", () => {
  const other = changed(undone(changed(begun("a"), "b")), "c")
  expect(redone(other)).toBe(other)
  expect(changed(other, "c")).toBe(other)
  expect(undone(begun("a")).present).toBe("a")
})

it("keeps no more than two hundred steps", () => {
  let history = begun(0)
  for (let number = 1; number <= 300; number++) history = changed(history, number)
  expect(history.past.length).toBe(200)
})
