/** The server's end of the line: what screens said, and a way to tell them something. */
import { vi } from "vitest"

type Take = (...message: unknown[]) => void

const on = new Map<string, Take>()
let all: Take = () => undefined

export const line = {
  said: [] as unknown[][],
  connected: false,
  connect(): void {
    line.connected = true
    on.get("connect")?.()
  },
  drop(): void {
    line.connected = false
    on.get("disconnect")?.()
  },
  tell: (event: string, message: unknown): void => all(event, message),
}

const socket = {
  get connected() {
    return line.connected
  },
  on: (event: string, take: Take) => void on.set(event, take),
  onAny: (take: Take) => void (all = take),
  emit: (...said: unknown[]) => void line.said.push(said),
  disconnect: () => line.drop(),
}

vi.mock("socket.io-client", () => ({ io: () => socket }))
