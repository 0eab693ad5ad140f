/** Tours of forms: what an app or an administrator has declared, made into steps of a tour. */
import type { RouteLocationRaw } from "vue-router"
import { plainText } from "@/logic/formats"
import { newRoute } from "@/routes"
import { boot, entryOf } from "@/stores/session"
import type { FormTour, FormTourStep, Tour, TourStep } from "./contract"

export const formToursOf = (doctype: string): FormTour[] => (boot.value?.tours ?? []).filter((tour) => tour.doctype === doctype)

/** Every tour on an empty form, for whoever may fill one in. */
export const formTourPages = (): { label: string; to: RouteLocationRaw }[] =>
  (boot.value?.tours ?? []).filter((tour) => entryOf(tour.doctype)?.can_create).map((tour) => ({ label: tour.title, to: newRoute(tour.doctype, { tour: tour.name }) }))

/** `reveal` opens the tab and section of a field, and says whether the form has it. */
export function tourOfForm({ name, title }: FormTour, steps: readonly FormTourStep[], reveal: (fieldname: string) => boolean): Tour {
  return { name, label: () => title, steps: steps.filter((step) => step.fieldname || isSelector(step.element_selector)).map((step) => stepOf(step, reveal)) }
}

function stepOf({ fieldname, element_selector, title, description }: FormTourStep, reveal: (fieldname: string) => boolean): TourStep {
  const words = { title: () => title, text: () => plainText(description) }
  return fieldname ? { ...words, part: `.form-body [data-field="${fieldname}"]`, reveal: () => reveal(fieldname) } : { ...words, part: element_selector, reveal: () => true }
}

/** What somebody wrote by hand may be no selector at all. */
function isSelector(text: string): boolean {
  try {
    return document.createDocumentFragment().querySelector(text) === null
  } catch (cause) {
    if (cause instanceof DOMException) return false
    throw cause
  }
}
