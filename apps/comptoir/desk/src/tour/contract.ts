/** What a tour is: parts of the screen, one after another, with a few words about each. */
import type { RouteLocationRaw } from "vue-router"

export interface TourStep {
  /** CSS selector; the first part that is on the screen is meant, and without any the step is left out. A step without it stands in the middle. */
  part?: string
  title: () => string
  text: () => string
  /** Keys that do the same, as `useShortcuts` names them. */
  keys?: string
  /** The page that has the part, unless every page does; where there is none for this user the step is left out. */
  page?: () => RouteLocationRaw | undefined
  /** Brings the part to the screen, say by opening its tab; false where there is no such part. */
  reveal?: () => boolean
}

export type Ending = "finished" | "left"

export interface Tour {
  /** As an address names it: `/app?tour=<name>`. */
  name: string
  label: () => string
  steps: TourStep[]
  ended?: (how: Ending) => void
}

/** A tour of the form of a doctype, declared by a document Form Tour. */
export interface FormTour {
  name: string
  title: string
  doctype: string
}

export interface FormTourStep {
  fieldname: string
  /** CSS selector of a part beside the fields. */
  element_selector: string
  title: string
  description: string
}

/** What is remembered of a newcomer. */
export interface Guidance {
  tour?: "finished" | "declined"
  search?: "used"
  first_steps?: "put away"
}

export function defineTour(tour: Tour): Tour {
  return tour
}
