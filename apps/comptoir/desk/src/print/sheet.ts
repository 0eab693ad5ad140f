/** What a frame shows: a page of the server, or HTML. Another `key` is another content, another `of` another document. */
export interface Sheet {
  key: string
  of: string
  address?: string
  html?: string
  /** Of a page, in millimetres; A4 where it is not said. */
  width?: number
  height?: number
}

const PIXELS_PER_MM = 96 / 25.4

/** The size of a page in CSS pixels. */
export const sizeOf = ({ width = 210, height = 297 }: Partial<Sheet>): { width: number; height: number } => ({ width: width * PIXELS_PER_MM, height: height * PIXELS_PER_MM })

/** The frames to have: what is shown stays below its successor until that is drawn. */
export function framesFor(frames: readonly Sheet[], shown: string | undefined, next: Sheet): Sheet[] {
  return [...frames.filter(({ key }) => key === shown && key !== next.key), next]
}
