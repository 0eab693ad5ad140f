/** The buttons of the editor, called in the reader's language: the editor itself has only English names. */
import commands from "@frappe-ui/components/TextEditor/commands"
import { t } from "@/i18n"

const NAMES = {
  Paragraph: () => t("Paragraph"), "Heading 2": () => t("Heading"), "Heading 3": () => t("Smaller heading"),
  Bold: () => t("Bold"), Italic: () => t("Italic"), Strikethrough: () => t("Strikethrough"),
  "Bullet List": () => t("Bulleted list"), "Numbered List": () => t("Numbered list"), "Task List": () => t("Tick list"),
  Link: () => t("Link"), Image: () => t("Picture"), Blockquote: () => t("Quotation"), Code: () => t("Code"), InsertTable: () => t("Table"), Undo: () => t("Undo"), Redo: () => t("Redo"),
}

type Button = keyof typeof NAMES | "Separator"

export const editorMenu = (buttons: readonly Button[]): unknown[] => buttons.map((button) => (button === "Separator" ? button : { ...commands[button], label: NAMES[button]() }))
