/** Enter may be faster than the answer to what was typed: then what the answer brings first is taken when it is there. */
export interface EnterAhead {
  /** Takes at once, or with the answer where that is `awaited`. */
  press: (awaited: boolean) => void
  answered: () => void
  /** Another text, or none any more: what was pressed was not meant for it. */
  forget: () => void
}

export function enterAhead(take: () => void): EnterAhead {
  let pressed = false
  return {
    press: (awaited) => {
      pressed = awaited
      if (!awaited) take()
    },
    answered: () => {
      if (!pressed) return
      pressed = false
      take()
    },
    forget: () => void (pressed = false),
  }
}
