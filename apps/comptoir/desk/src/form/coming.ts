/** Values on their way into a document: what was typed means something once the server has answered. */
import { shallowReactive } from "vue"
import type { ErrorMap } from "@/logic/validation"

export interface Coming {
  /** The last work for a field decides whether it has what was typed into it. */
  awaits: (work: Promise<unknown>, fieldname: string) => void
  /** All of them are there, or will not come. */
  settled: () => Promise<void>
  /** Why what was typed into a field is no value of it, by fieldname: nothing is sent until it is corrected. */
  missed: ReadonlyMap<string, Error>
  /** What was typed is given up with the values. */
  giveUp: () => void
}

export function useComing(): Coming {
  const coming = new Set<Promise<void>>()
  const last = new Map<string, Promise<unknown>>()
  const missed = shallowReactive(new Map<string, Error>())

  function tell(work: Promise<unknown>, fieldname: string, why?: Error): void {
    if (last.get(fieldname) !== work) return
    if (why) missed.set(fieldname, why)
    else missed.delete(fieldname)
  }

  return {
    missed,
    awaits: (work, fieldname) => {
      last.set(fieldname, work)
      const done: Promise<void> = work.then(() => tell(work, fieldname), (why: Error) => tell(work, fieldname, why)).then(() => void coming.delete(done))
      coming.add(done)
    },
    settled: async () => void (await Promise.all(coming)),
    giveUp: () => {
      last.clear()
      missed.clear()
    },
  }
}

/** What is told at the fields, where a text that means nothing says more than that a value is missing. */
export function withMissed(errors: ErrorMap, missed: Coming["missed"]): ErrorMap {
  return { ...errors, ...Object.fromEntries([...missed].map(([fieldname, why]) => [fieldname, [why.message]])) }
}
