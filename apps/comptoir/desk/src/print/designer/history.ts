/** Undo and redo over values that are never changed in place. */
export interface History<T> {
  past: readonly T[]
  present: T
  future: readonly T[]
  /** What the last change was about: changes to the same thing in a row are one step. */
  about: string
}

const MOST_STEPS = 200

export const begun = <T>(present: T): History<T> => ({ past: [], present, future: [], about: "" })

export function changed<T>(history: History<T>, present: T, about = ""): History<T> {
  if (present === history.present) return history
  const isMore = about !== "" && about === history.about
  const past = isMore ? history.past : [...history.past, history.present].slice(-MOST_STEPS)
  return { past, present, future: [], about }
}

export function undone<T>(history: History<T>): History<T> {
  if (!history.past.length) return history
  return { past: history.past.slice(0, -1), present: history.past.at(-1)!, future: [history.present, ...history.future], about: "" }
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, about: "" }
}
