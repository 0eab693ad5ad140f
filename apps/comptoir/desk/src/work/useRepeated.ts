/** An answer that is asked for again and again while somebody is at the page. */
import { onScopeDispose } from "vue"
import { attended } from "@/live/attention"
import { type Answered, useSpokenAnswer } from "@/access/useAnswer"

export function useRepeated<T>(ask: () => Promise<T>, pause: (found: T | undefined) => number): Answered<T> {
  const answer = useSpokenAnswer(ask)
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(): void {
    timer = setTimeout(() => void again(), pause(answer.found.value))
  }

  async function again(): Promise<void> {
    if (attended()) await answer.load()
    if (timer !== undefined) wait()
  }

  wait()
  onScopeDispose(() => {
    clearTimeout(timer)
    timer = undefined
  })
  return answer
}
