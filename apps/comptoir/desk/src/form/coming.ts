/** Values on their way into a document: what was typed means something once the server has answered. */
export interface Coming {
  awaits: (work: Promise<unknown>) => void
  /** All of them are there, or will not come. */
  settled: () => Promise<void>
}

export function useComing(): Coming {
  const coming = new Set<Promise<void>>()
  return {
    awaits: (work) => {
      const done: Promise<void> = work.then(() => undefined, () => undefined).then(() => void coming.delete(done))
      coming.add(done)
    },
    settled: async () => void (await Promise.all(coming)),
  }
}
