/** People to mention, as they are asked for while somebody types. */

export interface Person {
  id: string
  label: string
  display: string
  /** May not read it and would hear nothing. */
  unreadable?: boolean
}

export type FindPeople = (text: string) => Promise<Person[]>

const SHORTEST_PAUSE = 150

/** Only what was typed last is asked for; what failed offers nobody. */
export function paused(find: FindPeople, pause = SHORTEST_PAUSE): FindPeople {
  let turn = 0
  return async (text) => {
    const mine = ++turn
    await new Promise((resolve) => setTimeout(resolve, pause))
    return mine === turn ? find(text).catch(() => []) : []
  }
}
