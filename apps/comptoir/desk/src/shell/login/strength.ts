/** What the strength of a password is called. */
import type { Strength } from "@/access/signin"
import { t } from "@/i18n"

export function strengthWord(score: number): string {
  return [t("Guessed at once"), t("Easily guessed"), t("Could be guessed"), t("Hard to guess"), t("Very hard to guess")][Math.max(0, Math.min(4, score))] as string
}

export const acceptable = (strength: Strength): boolean => strength.problems.length === 0 && strength.score >= strength.least
