/** A list that follows what others do: it is read anew soon after something in it has changed, and not too often. */
import { onScopeDispose, watch } from "vue"
import { whenAttended } from "./attention"
import { hear, stay } from "./line"

const SOON = 800
const PAUSE = 5_000

/** `read` is called when documents of the doctype were made, changed or removed, as soon as nothing is `busy`. */
export function useLiveList(doctype: () => string, read: () => unknown, busy: () => boolean = () => false): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  let callOff = (): unknown => undefined
  let end = (): void => undefined

  function changed(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      callOff()
      callOff = whenAttended(again)
    }, Math.max(SOON, last + PAUSE - Date.now()))
  }

  function again(): void {
    last = Date.now()
    if (busy()) changed()
    else void read()
  }

  watch(doctype, (now) => {
    end()
    const leave = stay({ enter: ["doctype_subscribe", now], leave: ["doctype_unsubscribe", now] }, changed)
    const ignore = hear<{ doctype: string }>("list_update", (message) => message.doctype === now && changed())
    end = () => (leave(), ignore())
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    callOff()
    end()
  })
}
