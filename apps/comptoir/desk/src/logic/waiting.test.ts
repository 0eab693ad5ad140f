import { expect, it } from "vitest"
import { setLanguage } from "@/i18n"
import { waitingTime } from "./waiting"

it.each([[1, "in 1 second"], [30, "in 30 seconds"], [89, "in 89 seconds"], [90, "in 2 minutes"], [121, "in 3 minutes"], [5400, "in 2 hours"], [7201, "in 3 hours"]])("%i seconds are %s", (seconds, words) => {
  expect(waitingTime(seconds)).toBe(words)
})

it("speaks the language of the page", async () => {
  await setLanguage("ru")
  expect(waitingTime(300)).toBe("через 5 минут")
  await setLanguage("en")
})
