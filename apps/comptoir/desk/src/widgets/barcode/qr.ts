/** The squares of a QR code, row by row; `true` is dark. */
import { QRCodeDecoderErrorCorrectionLevel, QRCodeEncoder } from "@zxing/library"

export function squares(text: string): boolean[][] {
  const matrix = QRCodeEncoder.encode(text, QRCodeDecoderErrorCorrectionLevel.M).getMatrix()
  return Array.from({ length: matrix.getHeight() }, (_, y) => Array.from({ length: matrix.getWidth() }, (__, x) => matrix.get(x, y) === 1))
}

/** The dark squares as one SVG path in modules. */
export const squaresPath = (rows: boolean[][]): string => rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("")
