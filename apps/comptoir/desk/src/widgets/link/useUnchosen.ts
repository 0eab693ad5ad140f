/** A text that was typed into a link and left without choosing: what it means is found out, and a save waits for it. */
import { type Ref, onBeforeUnmount, ref, watch } from "vue"
import { useFormEnv } from "@/form/env"
import { t } from "@/i18n"
import { UNFOUND_TEXT } from "@/logic/validation"
import type { WidgetProps } from "../contract"
import type { Choice } from "../parts/combobox"

export interface Unchosen {
  /** The text that means nothing, or is being asked for; it stands in the input until it is corrected. */
  missed: Ref<string>
  /** Why the text is no value, once that is known. */
  why: Ref<string>
  /** An exact or only match is taken; the form is told of anything else. */
  left: (text: string) => void
  /** Whatever was typed before counts no longer. */
  forget: () => void
}

/** With `each` a later text does not take the place of one that is still being asked for. */
export function useUnchosen(props: WidgetProps, match: (text: string) => Promise<Choice | null>, take: (choice: Choice) => void, each = false): Unchosen {
  const env = useFormEnv()
  const missed = ref("")
  const why = ref("")
  let asked = 0
  let told = false

  async function guess(text: string): Promise<void> {
    const mine = ++asked
    const passed = (): boolean => mine !== asked && !each
    try {
      const choice = await match(text)
      if (passed()) return
      if (choice) {
        if (mine === asked) missed.value = ""
        return take(choice)
      }
      throw new Error(t(UNFOUND_TEXT, text))
    } catch (cause) {
      if (passed()) return
      missed.value = text
      why.value = (cause as Error).message
      throw cause
    }
  }

  function awaits(work: Promise<void>): void {
    work.catch(() => undefined)
    env.awaits?.(work, props.field.fieldname)
  }

  function forget(): void {
    asked++
    missed.value = why.value = ""
    if (!told) return
    told = false
    awaits(Promise.resolve())
  }

  /** The document says something else by now, or it is another. */
  watch(() => props.modelValue, () => why.value && forget())
  watch(() => props.doc, () => missed.value && forget())
  onBeforeUnmount(() => told && awaits(Promise.resolve()))
  return {
    missed,
    why,
    forget,
    left: (text) => {
      told = true
      missed.value = text
      why.value = ""
      awaits(guess(text))
    },
  }
}
