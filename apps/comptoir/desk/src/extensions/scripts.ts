/** Importing the scripts that installed apps bring: once each, and the first page waits for them. */
import type { Script } from "./contract"
import { tellFault } from "./faults"

const imported = new Map<string, Promise<void>>()

/** Ready when each of `addresses` has run or its fault was told; it never fails. */
export async function importScripts(addresses: readonly string[]): Promise<void> {
  await Promise.all(addresses.map((address) => imported.get(address) ?? remember(address)))
}

function remember(address: string): Promise<void> {
  const importing = run(address)
  imported.set(address, importing)
  return importing
}

async function run(address: string): Promise<void> {
  try {
    const [script, { desk }] = await Promise.all([import(/* @vite-ignore */ address) as Promise<{ default?: Script }>, import("./desk")])
    if (!script.default) throw new Error("It exports no function as its default.")
    await script.default(desk)
  } catch (cause) {
    tellFault(address, cause)
  }
}
