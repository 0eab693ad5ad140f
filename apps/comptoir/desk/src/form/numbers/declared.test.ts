import { expect, it } from "vitest"
import { declaredNumbers } from "./declared"

it("counts what the links declare, whatever else is written there", () => {
  expect(declaredNumbers(['{"cards": ["a", "b"]}', '{"cards": ["c"], "charts": ["d"]}'])).toEqual({ cards: 3, charts: 1 })
  expect(declaredNumbers(["", "{", "null", "3", '{"cards": "a"}'])).toEqual({ cards: 0, charts: 0 })
})
