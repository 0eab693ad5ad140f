/** The text of a barcode or QR code in a picture. */
import {
  BarcodeFormat, BinaryBitmap, ChecksumException, DataMatrixReader, DecodeHintType, FormatException, HybridBinarizer, MultiFormatOneDReader, NotFoundException, QRCodeReader,
  RGBLuminanceSource,
} from "@zxing/library"

const { CODE_128, CODE_39, EAN_13, EAN_8, UPC_A, UPC_E, ITF } = BarcodeFormat
const UNREADABLE = [NotFoundException, ChecksumException, FormatException]
/** The shares of red, green and blue in how bright a colour is seen, in 256ths. */
const [RED, GREEN, BLUE] = [77, 150, 29] as const

const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [CODE_128, EAN_13, EAN_8, UPC_A, UPC_E, CODE_39, ITF]]])
/** One after another: the library's reader of all kinds warns of each that is not there, in every frame. */
const readers = [new QRCodeReader(), new MultiFormatOneDReader(hints), new DataMatrixReader()]

export interface Picture {
  width: number
  height: number
  /** Red, green, blue and opacity of each pixel. */
  data: Uint8ClampedArray
}

/** Undefined where none can be read, upright or lying on its side. */
export function decode({ width, height, data }: Picture): string | undefined {
  const bright = new Uint8ClampedArray(width * height)
  for (let at = 0; at < bright.length; at++) bright[at] = (RED * data[4 * at]! + GREEN * data[4 * at + 1]! + BLUE * data[4 * at + 2]!) >> 8
  return read(bright, width, height) ?? read(turned(bright, width, height), height, width)
}

function read(bright: Uint8ClampedArray, width: number, height: number): string | undefined {
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(bright, width, height)))
  for (const reader of readers) {
    try {
      return reader.decode(bitmap, hints).getText()
    } catch (error) {
      if (!UNREADABLE.some((kind) => error instanceof kind)) throw error
    } finally {
      reader.reset()
    }
  }
  return undefined
}

function turned(bright: Uint8ClampedArray, width: number, height: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(bright.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + height - 1 - y] = bright[y * width + x]!
  return out
}
