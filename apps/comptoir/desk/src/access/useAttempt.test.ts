import { describe, expect, it } from "vitest"
import { ApiError } from "@/api"
import { lang, setLanguage } from "@/i18n"
import { useAttempt } from "./useAttempt"

const failing = (status: number, message: string, retryAfter = 0) => () => Promise.reject(new ApiError(status, "ValidationError", message, [], [], retryAfter))

describe("an attempt", () => {
  it("is made once at a time", async () => {
    const { busy, run } = useAttempt()
    let finish = (): void => {}
    const first = run(() => new Promise<void>((resolve) => (finish = resolve)))
    expect([busy.value, await run(() => Promise.resolve())]).toEqual([true, false])
    finish()
    expect([await first, busy.value]).toEqual([true, false])
  })

  it("says why it was refused until the next one", async () => {
    const { refusal, run } = useAttempt()
    expect([await run(failing(417, "No.")), refusal.value]).toEqual([false, "No."])
    await run(() => Promise.resolve())
    expect(refusal.value).toBe("")
  })

  it("says in words of its own that somebody is not who they say", async () => {
    const { refusal, run } = useAttempt(() => "Wrong password.")
    await run(failing(401, "Authentication failed"))
    expect(refusal.value).toBe("Wrong password.")
    await run(failing(417, "Too short."))
    expect(refusal.value).toBe("Too short.")
  })

  it("says when to try again", async () => {
    const { refusal, run } = useAttempt(() => "Wrong password.")
    await run(failing(429, "Too often.", 30))
    expect(refusal.value).toBe("Too often.\nTry again in 30 seconds.")
  })

  it("says it anew when the language changes", async () => {
    const { refusal, refuse } = useAttempt()
    const words: Record<string, string> = { en: "Enter the code.", fr: "Saisissez le code." }
    refuse(() => words[lang.value] ?? "")
    const before = refusal.value
    await setLanguage("fr")
    expect([before, refusal.value]).toEqual(["Enter the code.", "Saisissez le code."])
    await setLanguage("en")
  })
})
