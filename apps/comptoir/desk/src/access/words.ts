/** Rights in plain words, one place for the permission manager and the explainer. */
import { t } from "@/i18n"

export type RightGroup = "see" | "change" | "documents" | "out"

/** Groups and the rights in them, in the order they are shown. */
export const GROUPS: Record<RightGroup, string[]> = {
  see: ["select", "read", "report"],
  change: ["write", "create", "delete"],
  documents: ["submit", "cancel", "amend"],
  out: ["print", "email", "share", "export", "import"],
}

export const groupName = (group: RightGroup): string => ({ see: t("See"), change: t("Change"), documents: t("Documents"), out: t("In and out of the system") })[group]

export function rightName(right: string): string {
  const names: Record<string, string> = {
    select: t("Choose"), read: t("Read"), report: t("Reports"), write: t("Change"), create: t("Create"), delete: t("Delete"),
    submit: t("Submit"), cancel: t("Cancel"), amend: t("Amend"), print: t("Print"), email: t("Send by mail"), share: t("Share"),
    export: t("Export"), import: t("Import"),
  }
  return names[right] ?? right
}

/** What a right lets somebody do, for who meets it the first time. */
export function rightMeaning(right: string): string {
  const meanings: Record<string, string> = {
    select: t("Choose it in a link, by its title, without opening it."),
    read: t("Open it and find it in lists."),
    report: t("See it in reports and sums."),
    write: t("Change what is there."),
    create: t("Make new ones."),
    delete: t("Remove them for good."),
    submit: t("Make a draft final: it then counts and cannot be changed."),
    cancel: t("Take back what was submitted."),
    amend: t("Make a corrected copy of what was cancelled."),
    print: t("Print it or make a PDF."),
    email: t("Send it by mail from here."),
    share: t("Show a single document to somebody whose role does not reach it."),
    export: t("Carry a list out as a file."),
    import: t("Bring many in from a file."),
  }
  return meanings[right] ?? ""
}
