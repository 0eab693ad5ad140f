import { describe, expect, it } from "vitest"
import { effectScope } from "vue"
import { lang, setLanguage } from "@/i18n"
import { useAnswer, useSpokenAnswer } from "./useAnswer"

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe("an answer of the server", () => {
  it("is asked for again in another language where it has words", async () => {
    const scope = effectScope()
    const [spoken, silent] = scope.run(() => [useSpokenAnswer(() => Promise.resolve(lang.value)), useAnswer(() => Promise.resolve(lang.value))] as const)!
    await settled()
    await setLanguage("fr")
    await settled()
    expect([spoken.found.value, silent.found.value]).toEqual(["fr", "en"])
    scope.stop()
    await setLanguage("en")
    await settled()
    expect(spoken.found.value).toBe("fr")
  })

  it("is that to the last question, whichever comes first", async () => {
    const waiting: ((text: string) => void)[] = []
    const answer = useAnswer(() => new Promise<string>((resolve) => waiting.push(resolve)))
    void answer.load()
    waiting[1]!("new")
    waiting[0]!("old")
    await settled()
    expect(answer.found.value).toBe("new")
  })
})
