/** What the Desk itself does and where its own pages are: theme, language, tours, keys, logging out, dashboards, saved views. */
import { shallowRef, watch } from "vue"
import { useRouter } from "vue-router"
import { get } from "@/api"
import { lang, t } from "@/i18n"
import type { Dashboard } from "@/reporting/kept"
import { dashboardRoute, explainRoute, listRoute, permissionsRoute } from "@/routes"
import { knowSavedViews, savedViews } from "@/saved/store"
import { administers, boot, entryOf, switchLanguage, user } from "@/stores/session"
import { formTourPages } from "@/tour/forms"
import { tours } from "@/tour/registry"
import { tourRoute } from "@/tour/touring"
import { keyCaps, shortcutGroups } from "@/ui/shortcuts"
import { attempt, leave } from "../leaving"
import { shortcutsOpen } from "../shortcutsOpen"
import { type Theme, theme } from "../theme"
import { type Command, useCommands } from "./commands"
import { paletteOpen } from "./palette"

export function useDeskCommands(): void {
  const router = useRouter()
  const dashboards = useDashboards()

  const themes = (): { id: Theme; label: string; icon: string; also: string }[] => [
    { id: "light", label: t("Light"), icon: "sun", also: "light" },
    { id: "dark", label: t("Dark"), icon: "moon", also: "dark night" },
    { id: "auto", label: t("As the system"), icon: "monitor", also: "system auto" },
  ]
  const actions = (): Command[] => [
    ...themes().filter(({ id }) => id !== theme.value).map(({ id, label, icon, also }): Command => ({ kind: "actions", label: t("Theme: {0}", label), icon, also: `theme mode ${also} ${t("colours, appearance")}`, run: () => (theme.value = id) })),
    ...(boot.value?.languages ?? []).filter(({ code }) => code !== lang.value).map(({ code, label }): Command => ({
      kind: "actions", label: t("Language: {0}", label), icon: "languages", also: `language switch ${code} ${NAMES[code] ?? ""} ${t("change the language")}`, run: () => attempt(() => switchLanguage(code)),
    })),
    { kind: "actions", label: t("Keyboard shortcuts"), icon: "keyboard", also: "keyboard shortcuts keys hotkeys", run: () => (shortcutsOpen.value = true) },
    { kind: "actions", label: t("Log out"), icon: "log-out", also: `log out sign out logout exit quit ${t("leave, end the session")}`, run: () => attempt(() => leave(router)) },
  ]
  const pages = (): Command[] => [
    { kind: "pages", label: t("Home"), icon: "house", also: "home start", to: { name: "home" } },
    { kind: "pages", label: t("Profile"), icon: "user", also: `profile account password ${t("password, signature, my account")}`, to: { name: "profile" } },
    { kind: "pages", label: t("Dashboards"), icon: "layout-dashboard", also: "dashboards", to: dashboardRoute() },
    ...(administers.value
      ? [
          { kind: "pages" as const, label: t("Permissions"), icon: "shield", also: "permissions rights roles", to: permissionsRoute({}) },
          { kind: "pages" as const, label: t("Access explained"), icon: "circle-question-mark", also: "access explained", to: explainRoute({}) },
          { kind: "pages" as const, label: t("Background jobs"), icon: "activity", also: "background jobs schedule", to: { name: "work" } },
          { kind: "pages" as const, label: t("Settings of the site"), icon: "settings", also: "settings site", to: { name: "settings" } },
        ]
      : []),
    ...formTourPages().map(({ label, to }): Command => ({ kind: "pages", label, note: t("Tour"), icon: "map", also: `tour ${t("Tour")}`, to })),
    ...tours.map((tour): Command => ({ kind: "pages", label: tour.label(), note: t("Tour"), icon: "map", also: `tour ${t("Tour")}`, to: tourRoute(tour.name) })),
  ]
  const kept = (): Command[] => [
    ...dashboards.value.map(({ name, title }): Command => ({ kind: "views", label: title, note: t("Dashboard"), icon: "layout-dashboard", also: `dashboard ${t("Dashboard")} ${name}`, to: dashboardRoute(name) })),
    ...savedViews.value.flatMap(({ name, title, document_type }): Command[] => {
      const entry = entryOf(document_type)
      return entry ? [{ kind: "views", label: title, note: entry.label, icon: "bookmark", also: `view ${entry.label} ${document_type}`, to: listRoute(document_type, { _saved: name }) }] : []
    }),
  ]
  const keys = (): Command[] =>
    shortcutGroups.value.flatMap(({ shortcuts }) =>
      shortcuts.map(({ keys, label, run }): Command => ({ kind: "keys", label, note: keyCaps(keys, t).map((caps) => caps.join(" ")).join(" / "), icon: "keyboard", run: run ?? (() => (shortcutsOpen.value = true)) })),
    )
  useCommands(() => [...actions(), ...pages(), ...kept(), ...keys()])
}

/** Whoever cannot read the language on the screen asks for their own in any of them. */
const NAMES: Record<string, string> = { en: "english anglais английский", fr: "french français французский", ru: "russian russe русский" }

/** Asked when the palette is opened first, and again for another user or language. */
function useDashboards(): { readonly value: Dashboard["dashboards"] } {
  const found = shallowRef<Dashboard["dashboards"]>([])
  let known = ""
  watch([paletteOpen, user, lang], async ([open]) => {
    if (!open) return
    void knowSavedViews()
    const asked = `${user.value} ${lang.value}`
    if (asked === known) return
    known = asked
    // Without them the palette offers less.
    const told = await get<Dashboard>("comptoir.desk.dashboards.dashboard").catch(() => undefined)
    if (asked === known) found.value = told?.dashboards ?? []
  })
  return found
}
