/** Short answers to "how do I …": each says how it is done, and leads to the place where it is done. */
import type { RouteLocationRaw } from "vue-router"
import { t } from "@/i18n"
import { importRoute, listRoute, viewRoute } from "@/routes"
import type { DocTypeView } from "@/types"
import type { Command } from "./commands"

export interface HelpPlace {
  /** The document type on the screen, or the one most used. */
  doctype: string | undefined
  /** That type as the actor sees it, once it is known. */
  known?: DocTypeView
  administers: boolean
  /** What the open document offers now. */
  offered: readonly Command[]
}

interface Answer {
  title: string
  how: string
  also: string
  to?: RouteLocationRaw
  /** What the form on the screen calls it: then it is done at once. */
  there?: string
  /** Said in place of how it is done, to whoever may not. */
  lacks?: string
}

export function helpAnswers({ doctype, known, administers, offered }: HelpPlace): Command[] {
  const list: RouteLocationRaw = doctype ? listRoute(doctype) : { name: "home" }
  const profile: RouteLocationRaw = { name: "profile" }
  const noImport = known && !(known.rights.import && (known.rights.create || known.rights.write)) ? t("You have no right to import into {0}", known.label) : undefined
  const noExport = known && !known.rights.export ? t("You have no right to export {0}", known.label) : undefined
  const answers: Answer[] = [
    { title: t("Merge two documents"), how: t("Tick two rows of a list and choose Merge…, or Merge… in the menu of a form"), also: `merge join duplicates ${t("duplicates, the same twice")}`, to: list, there: t("Merge…") },
    { title: t("Take back a save"), how: t("Undo in the notice, or Undo the last save in the menu of a form"), also: "undo revert take back save", to: list, there: t("Undo the last save") },
    { title: t("Import a file"), how: t("The arrow upwards above a list"), also: "import upload csv excel spreadsheet", to: doctype && !noImport ? importRoute(doctype) : list, lacks: noImport },
    { title: t("Export a list"), how: t("Tick rows, then Export…"), also: "export download csv excel spreadsheet", to: list, lacks: noExport },
    { title: t("Change many documents at once"), how: t("Tick rows of a list, then Change fields…"), also: `bulk edit change many mass ${t("several, all together")}`, to: list },
    { title: t("Keep filters as a saved view"), how: t("Set filters, then the bookmark above the list"), also: "save filter view bookmark", to: list },
    { title: t("Make a report or a chart"), how: t("Choose Report among the views of a list"), also: "report chart graph statistics numbers pivot", to: doctype ? viewRoute(doctype, "report") : list },
    { title: t("Assign a document to somebody"), how: t("Alt+W on a form, or Assigned to in its panel"), also: "assign delegate responsible", to: list, there: t("Assign to somebody") },
    { title: t("Share a document, follow it, set a reminder"), how: t("In the panel to the right of a form"), also: "share follow remind reminder", to: list },
    { title: t("Attach a file"), how: t("Files in the panel to the right of a form"), also: "attach file upload attachment picture", to: list },
    { title: t("Print, or save as PDF"), how: t("Print in the menu of a form; for many, tick rows of a list"), also: "print pdf paper", to: list, there: t("Print") },
    { title: t("Send a document by e-mail"), how: t("E-mail in the menu of a form"), also: "send mail email letter", to: list, there: t("E-mail") },
    { title: t("See who changed something"), how: t("The timeline below a form; for one field Alt+H"), also: "history who changed versions audit", to: list },
    { title: t("Choose the columns of a list"), how: t("The button of columns above the list"), also: "columns order width", to: list },
    { title: t("Change the password, the language, the second factor"), how: t("In the profile"), also: "password language second factor 2fa profile signature", to: profile },
    { title: t("See the calendar on a telephone"), how: t("Calendar in other programs, in the profile"), also: "calendar phone ics outlook google feed", to: profile },
    ...(administers
      ? [
          { title: t("Give rights to a role"), how: t("Permissions, by document type or by role"), also: "permissions rights access role allow", to: { name: "permissions" } },
          { title: t("Invite people"), how: t("A new user gets a letter"), also: "invite user add person colleague account", to: listRoute("User") },
          { title: t("Add a field to a document type"), how: t("A new custom field"), also: "add custom field customize form", to: listRoute("Custom Field") },
        ]
      : []),
  ]
  return answers.map(({ title, how, also, to, there, lacks: lacking }): Command => {
    const now = offered.find((command) => command.run && command.label === there)
    return { kind: "help", label: title, note: lacking ?? how, icon: "circle-question-mark", also: `${also} help ${t("Help")}`, ...(now?.run ? { run: now.run } : { to: to ?? list }) }
  })
}
