/** Where the words of a step stand: beside their part, where there is room. */
export interface Size {
  width: number
  height: number
}
export interface Box extends Size {
  left: number
  top: number
}
export interface Place {
  left: number
  top: number
}

/** From the part to the words, and from the words to the edge of the screen. */
const GAP = 14
const EDGE = 12
const AROUND = 4
/** The frame of a part at the edge of the screen can be seen whole. */
const RIM = 2

/** The part with a little room around it, as far as it is on the screen. */
export function framed({ left, top, width, height }: Box, screen: Size): Box {
  const [from, above] = [Math.max(RIM, left - AROUND), Math.max(RIM, top - AROUND)]
  const [to, below] = [Math.min(screen.width - RIM, left + width + AROUND), Math.min(screen.height - RIM, top + height + AROUND)]
  return { left: from, top: above, width: Math.max(0, to - from), height: Math.max(0, below - above) }
}

/** Right of the part, below, left or above, the first that has room; else within the part, at the foot of the screen. */
export function placeBeside(part: Box | undefined, own: Size, screen: Size): Place {
  if (!part) return { left: (screen.width - own.width) / 2, top: (screen.height - own.height) / 2 }
  const [right, bottom] = [part.left + part.width, part.top + part.height]
  const along = { left: within(part.left, own.width, screen.width), top: within(part.top, own.height, screen.height) }
  if (right + GAP + own.width + EDGE <= screen.width) return { left: Math.max(EDGE, right + GAP), top: along.top }
  if (bottom + GAP + own.height + EDGE <= screen.height) return { left: along.left, top: Math.max(EDGE, bottom + GAP) }
  if (part.left - GAP - own.width - EDGE >= 0) return { left: part.left - GAP - own.width, top: along.top }
  if (part.top - GAP - own.height - EDGE >= 0) return { left: along.left, top: part.top - GAP - own.height }
  return { left: within(part.left + (part.width - own.width) / 2, own.width, screen.width), top: screen.height - own.height - EDGE }
}

const within = (at: number, size: number, room: number): number => Math.max(EDGE, Math.min(at, room - size - EDGE))

/** How far to scroll so that the part stands in the middle of the room between `top` and `bottom`; not at all where it is seen whole. */
export function scrollTo(part: Box, room: { top: number; bottom: number }): number {
  if (part.top >= room.top && part.top + part.height <= room.bottom) return 0
  if (part.height > room.bottom - room.top) return part.top - room.top
  return part.top + part.height / 2 - (room.top + room.bottom) / 2
}

/** On a phone the words are a sheet at the foot, or at the head where the foot would hide their part. */
export const sheetAtHead = (part: Box | undefined, own: Size, screen: Size): boolean => part !== undefined && part.top + part.height > screen.height - own.height && part.top > own.height
