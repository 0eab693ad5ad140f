/** Where everything is, for whoever signs in for the first time. */
import { t } from "@/i18n"
import { listRoute } from "@/routes"
import { boot } from "@/stores/session"
import type { DocTypeEntry } from "@/types"
import { defineTour } from "../contract"
import { DESK_TOUR, remember } from "../guidance"

/** A list in which this user may make something. */
function listWithNew(): ReturnType<typeof listRoute> | undefined {
  const entries = (boot.value?.modules ?? []).flatMap((module) => module.doctypes as DocTypeEntry[])
  const found = entries.find((entry) => entry.can_create && !entry.issingle)
  return found && listRoute(found.name)
}

export default defineTour({
  name: DESK_TOUR,
  label: () => t("Show me around"),
  ended: (how) => void remember("tour", how === "finished" ? "finished" : "declined"),
  steps: [
    { part: "[data-tour=menu]", title: () => t("The menu"), text: () => t("All your lists, section by section. What you mark with a star and what you opened last stands here too.") },
    { part: "[data-test=open-menu]", title: () => t("The menu"), text: () => t("Your lists, the search, notifications and your profile are behind this button.") },
    { part: "[data-test=open-palette]", keys: "mod+k", title: () => t("Find anything"), text: () => t("A few letters of a name, or a number: documents, lists and pages are found from wherever you are.") },
    { part: "[data-test=bell]", title: () => t("The bell"), text: () => t("It says when somebody mentions you, assigns something to you or changes what you follow.") },
    { part: "[data-test=new]", page: listWithNew, keys: "n", title: () => t("Something new"), text: () => t("Every list has this button. It opens an empty form for what the list holds.") },
    { part: "[data-test=user-menu]", title: () => t("Your menu"), text: () => t("Your profile and picture, the language, light or dark. This tour can be started again from here.") },
    { part: "[data-test=user-menu]", keys: "?", title: () => t("Without the mouse"), text: () => t("Press this key on any page to see what the keys do there. The list is in your menu as well.") },
  ],
})
