/** How a moment is typed, in the letters by which the reader's language calls days, months, years and hours. */
import { t } from "@/i18n"

const LETTERS = "dmyh"

/** `dd.mm.yyyy` as a Russian reads it: `дд.мм.гггг`. The catalogues say the four letters in the same order. */
export function momentHint(pattern: string): string {
  const said = [...t("dmyh")]
  return pattern.toLowerCase().replace(/[dmyh]/g, (letter) => said[LETTERS.indexOf(letter)] ?? letter)
}
