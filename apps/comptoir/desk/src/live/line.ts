/**
 * The line on which the server tells what happens: rooms to listen in, events, and the return after an interruption.
 *
 * Nothing depends on it: without it screens show what was true when they were opened.
 */
import { ref } from "vue"
import type { Socket } from "socket.io-client"

type Hear = (message: unknown) => void

/** What a screen says when it comes, again whenever the line is back, and when it goes. */
export interface Room {
  enter: [event: string, ...about: string[]]
  leave: [event: string, ...about: string[]]
}

interface Stay {
  room: Room
  /** The line was down: what happened meanwhile was not heard. */
  missed: () => void
}

const heard = new Map<string, Set<Hear>>()
const stays = new Set<Stay>()
let socket: Socket | undefined
let openings = 0

/** Whether events are heard now. */
export const connected = ref(false)

/** Open the line for whoever is signed in; a line that was open is another's and ends. */
export async function openLine(): Promise<void> {
  const mine = ++openings
  const { io } = await import("socket.io-client")
  if (mine !== openings) return
  socket?.disconnect()
  let before = false
  const made = (socket = io({ withCredentials: true }))
  made.on("connect", () => {
    connected.value = true
    for (const { room, missed } of stays) {
      made.emit(...room.enter)
      if (before) missed()
    }
    before = true
  })
  made.on("disconnect", () => (connected.value = false))
  made.onAny((event: string, message: unknown) => {
    for (const take of heard.get(event) ?? []) take(message)
  })
}

export function closeLine(): void {
  openings++
  socket?.disconnect()
  socket = undefined
  connected.value = false
}

/** Hear `event` until the answer is called. */
export function hear<T>(event: string, take: (message: T) => void): () => void {
  const all = heard.get(event) ?? new Set()
  heard.set(event, all.add(take as Hear))
  return () => all.delete(take as Hear)
}

/** Be in a room until the answer is called. */
export function stay(room: Room, missed: () => void): () => void {
  const own = { room, missed }
  stays.add(own)
  if (socket?.connected) socket.emit(...room.enter)
  return () => {
    stays.delete(own)
    if (socket?.connected) socket.emit(...room.leave)
  }
}

/** Say that one is still there. */
export function repeat(room: Room): void {
  if (socket?.connected) socket.emit(...room.enter)
}
