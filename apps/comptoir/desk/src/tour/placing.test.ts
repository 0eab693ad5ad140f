import { describe, expect, it } from "vitest"
import { type Box, framed, placeBeside, scrollTo, sheetAtHead } from "./placing"

const SCREEN = { width: 1440, height: 900 }
const OWN = { width: 320, height: 180 }
const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height })

describe("where the words stand", () => {
  it.each([
    ["right of the menu", box(0, 100, 220, 700), { left: 234, top: 100 }],
    ["right of a button at the foot, above the edge", box(10, 860, 32, 32), { left: 56, top: 708 }],
    ["below a button at the right", box(1360, 8, 70, 28), { left: 1108, top: 50 }],
    ["left of a column at the right", box(1140, 0, 300, 900), { left: 806, top: 12 }],
    ["above a wide foot", box(200, 800, 1240, 90), { left: 200, top: 606 }],
    ["within what fills the screen, at its foot", box(100, 0, 1340, 900), { left: 610, top: 708 }],
    ["in the middle without a part", undefined, { left: 560, top: 360 }],
  ])("%s", (_, part, expected) => {
    expect(placeBeside(part, OWN, SCREEN)).toEqual(expected)
  })

  it("is never beyond the edge", () => {
    for (const part of [box(-50, -20, 30, 30), box(1430, 890, 40, 40), box(-10, 400, 1500, 100)]) {
      const { left, top } = placeBeside(part, OWN, SCREEN)
      expect([left >= 0, top >= 0, left + OWN.width <= SCREEN.width, top + OWN.height <= SCREEN.height]).toEqual([true, true, true, true])
    }
  })
})

it("a part has a little room around it, on the screen", () => {
  expect(framed(box(100, 100, 50, 20), SCREEN)).toEqual(box(96, 96, 58, 28))
  expect(framed(box(0, -300, 220, 1300), SCREEN)).toEqual(box(2, 2, 222, 896))
  expect(framed(box(0, -300, 220, 100), SCREEN).height).toBe(0)
})

it("a part that is not seen whole is scrolled to the middle, or to its beginning", () => {
  const room = { top: 100, bottom: 700 }
  expect(scrollTo(box(0, 100, 50, 600), room)).toBe(0)
  expect(scrollTo(box(0, 680, 50, 40), room)).toBe(300)
  expect(scrollTo(box(0, 20, 50, 60), room)).toBe(-350)
  expect(scrollTo(box(0, 900, 50, 2000), room)).toBe(800)
})

describe("a sheet on a phone", () => {
  const PHONE = { width: 390, height: 844 }
  const sheet = { width: 390, height: 200 }

  it("stands at the foot, and at the head where it would hide its part", () => {
    expect(sheetAtHead(box(10, 10, 40, 40), sheet, PHONE)).toBe(false)
    expect(sheetAtHead(box(0, 790, 390, 54), sheet, PHONE)).toBe(true)
    expect(sheetAtHead(box(0, 100, 390, 740), sheet, PHONE)).toBe(false)
    expect(sheetAtHead(undefined, sheet, PHONE)).toBe(false)
  })
})
