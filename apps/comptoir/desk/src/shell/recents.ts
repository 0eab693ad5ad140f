/** The documents last opened by this user, newest first. */
import { computed } from "vue"
import { forgetPlace, recentPlaces, visitPlace, type Place } from "./places"

export interface Recent extends Place {
  name: string
}

export const recents = computed(() => recentPlaces.value.filter((place): place is Recent => place.name !== null))

/** Called by the form once the document is shown. */
export const visit = (recent: Recent): void => visitPlace(recent)

/** Called after a delete, or when the document is not found any more. */
export const forget = (doctype: string, name: string): void => forgetPlace(doctype, name)
