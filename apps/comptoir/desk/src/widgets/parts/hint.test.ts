import { afterEach, expect, it } from "vitest"
import { setLanguage } from "@/i18n"
import { momentHint } from "./hint"

afterEach(() => setLanguage("en"))

it.each([["en", "dd.mm.yyyy hh:mm"], ["fr", "jj.mm.aaaa hh:mm"], ["ru", "дд.мм.гггг чч:мм"]])("in %s a moment is typed as %s", async (language, hint) => {
  await setLanguage(language)
  expect(momentHint("dd.MM.yyyy hh:mm")).toBe(hint)
})
