import { describe, expect, it } from "vitest"
import { code128 } from "@/logic/code128"
import { squares } from "../qr"
import { decode, type Picture } from "./decode"

/** A picture of modules, `true` where it is dark, each of so many pixels, with a white edge. */
function picture(rows: boolean[][], size: number, tall = size, edge = 10): Picture {
  const [width, height] = [(rows[0]!.length + 2 * edge) * size, rows.length * tall + 2 * edge * size]
  const data = new Uint8ClampedArray(4 * width * height).fill(255)
  rows.forEach((row, y) => row.forEach((dark, x) => {
    if (!dark) return
    for (let v = 0; v < tall; v++) for (let u = 0; u < size; u++) data.fill(0, 4 * ((edge * size + y * tall + v) * width + (x + edge) * size + u), 4 * ((edge * size + y * tall + v) * width + (x + edge) * size + u) + 3)
  }))
  return { width, height, data }
}

const bars = (text: string): boolean[] => code128(text)!.flatMap((width, index) => Array<boolean>(width).fill(index % 2 === 0))

describe("a picture", () => {
  it("of a barcode is read, upright or turned", () => {
    const upright = [bars("SAW-2026/7")]
    expect(decode(picture(upright, 2, 80))).toBe("SAW-2026/7")
    expect(decode(picture(upright[0]!.map((dark) => Array<boolean>(40).fill(dark)), 2))).toBe("SAW-2026/7")
  })

  it("of a QR code is read", () => {
    expect(decode(picture(squares("https://example.com/i/7"), 4))).toBe("https://example.com/i/7")
  })

  it("of nothing is no text", () => {
    expect(decode(picture([[false, true, false]], 20))).toBeUndefined()
  })
})
