/** The state of a list of proposals under an input: what is offered, which one is active, what a key does. */
import { type Ref, computed, onScopeDispose, ref, shallowRef } from "vue"
import { enterAhead } from "@/ui/enterAhead"

export interface Choice {
  value: string
  label: string
  description?: string
  icon?: string
  /** Chosen instead of a value: "create", "search further". */
  run?: (typed: string) => void
}

export interface Combobox {
  open: Ref<boolean>
  busy: Ref<boolean>
  problem: Ref<string>
  choices: Readonly<Ref<Choice[]>>
  active: Ref<number>
  activeChoice: Readonly<Ref<Choice | undefined>>
  search: (text: string, at?: "now") => void
  close: () => void
  /** Takes a key; true when the list used it. */
  key: (event: KeyboardEvent) => boolean
}

const PAUSE = 180

export function useCombobox(find: (text: string, signal: AbortSignal) => Promise<Choice[]> | Choice[], pick: (choice: Choice) => void): Combobox {
  const open = ref(false)
  const busy = ref(false)
  const problem = ref("")
  const choices = shallowRef<Choice[]>([])
  const active = ref(-1)
  let timer: ReturnType<typeof setTimeout> | undefined
  let request: AbortController | undefined
  const enter = enterAhead(() => {
    const choice = choices.value[active.value]
    if (choice) pick(choice)
  })

  function stop(): void {
    clearTimeout(timer)
    request?.abort()
    busy.value = false
  }

  async function run(text: string): Promise<void> {
    request?.abort()
    const mine = (request = new AbortController())
    busy.value = true
    problem.value = ""
    try {
      const found = await find(text, mine.signal)
      if (mine.signal.aborted) return
      choices.value = found
      active.value = text && found.length > 0 && !found[0]!.run ? 0 : -1
      enter.answered()
    } catch (error) {
      if (!mine.signal.aborted) {
        choices.value = []
        problem.value = (error as Error).message
      }
    }
    if (!mine.signal.aborted) busy.value = false
  }

  function search(text: string, at?: "now"): void {
    clearTimeout(timer)
    open.value = true
    // What answered to an earlier text is not taken for this one.
    active.value = -1
    enter.forget()
    busy.value = true
    if (at === "now") void run(text)
    else timer = setTimeout(() => void run(text), PAUSE)
  }

  function close(): void {
    stop()
    open.value = false
    active.value = -1
    enter.forget()
  }

  function move(by: number): void {
    const count = choices.value.length
    if (count) active.value = (active.value + by + (active.value < 0 && by < 0 ? count + 1 : count)) % count
  }

  function key(event: KeyboardEvent): boolean {
    if (!open.value) return false
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event.key === "ArrowDown" ? 1 : -1)
      return true
    }
    const choice = choices.value[active.value]
    if (event.key === "Enter" && (choice || busy.value)) {
      enter.press(!choice)
      return true
    }
    if (event.key === "Tab" && choice && !choice.run) pick(choice)
    if (event.key === "Escape") {
      close()
      return true
    }
    return false
  }

  onScopeDispose(stop)
  return { open, busy, problem, choices, active, activeChoice: computed(() => choices.value[active.value]), search, close, key }
}
