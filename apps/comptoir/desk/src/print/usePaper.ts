/** One document on paper: what is offered for it, what was chosen, the sheet to show, and what is done with it. */
import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef, watch } from "vue"
import { type Attempt, useAttempt } from "@/access/useAttempt"
import { type Flight, useFlight } from "@/composables/useFlight"
import { askOffer, chosenOf, type Offer, paperAddress, savePdf, usualOf, type Wanted } from "./paper"
import type { Sheet } from "./sheet"

/** `version` is when the document was saved last: a later one is another paper. */
export interface About {
  doctype: string
  name: string
  version?: string
}

export interface Paper {
  offer: ComputedRef<Offer | undefined>
  wanted: ComputedRef<Wanted | undefined>
  sheet: ComputedRef<Sheet | undefined>
  problem: Flight["error"]
  saving: Attempt
  /** What was shown stays until its successor is known. */
  load: () => Promise<void>
  choose: (next: Wanted) => void
  save: () => Promise<boolean>
}

export function usePaper(about: () => About): Paper {
  const known: ShallowRef<{ about: About; offer: Offer } | undefined> = shallowRef()
  const chosen: Ref<Partial<Wanted>> = ref({})
  const flight = useFlight()
  const saving = useAttempt()
  const offer = computed(() => known.value?.offer)
  const wanted = computed(() => offer.value && { ...usualOf(offer.value), ...chosen.value })
  const sheet = computed(() => {
    if (!known.value) return undefined
    const { doctype, name, version = "" } = known.value.about
    const address = paperAddress(doctype, name, wanted.value)
    return { key: `${address} ${version}`, of: name, address }
  })

  function load(): Promise<void> {
    const asked = { ...about() }
    return flight.ask((signal) => askOffer(asked.doctype, asked.name, signal), (answer) => (known.value = { about: asked, offer: answer }))
  }

  watch(() => Object.values(about()).join("\n"), load, { immediate: true })
  return {
    offer, wanted, sheet, problem: flight.error, saving, load,
    choose: (next) => (chosen.value = chosenOf(chosen.value, usualOf(offer.value!), next)),
    save: () => saving.run(() => savePdf(known.value!.about.doctype, known.value!.about.name, wanted.value)),
  }
}
