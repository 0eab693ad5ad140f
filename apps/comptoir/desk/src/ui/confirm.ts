/** `await confirm({...})`: one question at a time, answered with yes or no. */
import { shallowRef } from "vue"

export interface Question {
  title: string
  message?: string
  /** The verb on the button that means yes. */
  action: string
  cancel?: string
  danger?: boolean
}

export const question = shallowRef<Question>()
let settle: ((answer: boolean) => void) | undefined

export function confirm(asked: Question): Promise<boolean> {
  settle?.(false)
  question.value = asked
  return new Promise((resolve) => (settle = resolve))
}

export function answer(yes: boolean): void {
  settle?.(yes)
  settle = undefined
  question.value = undefined
}
