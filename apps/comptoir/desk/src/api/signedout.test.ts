import { beforeEach, describe, expect, it, vi } from "vitest"
import { Refused, asksFor, serve } from "../../tests/server"
import { request, setCsrfToken, whenSignedOut } from "."

const WHO = "frappe.auth.get_logged_user"
const refusal = (status: number): Refused => new Refused(status, { exc_type: "PermissionError", exception: "PermissionError: No." })
const told = vi.fn()
const save = (): Promise<unknown> => request("PUT", "/api/resource/Deal/D-1", {})

beforeEach(() => {
  told.mockReset()
  whenSignedOut(told)
  setCsrfToken("x")
})

describe("a refusal", () => {
  it("of who is still signed in is what it says", async () => {
    const log = serve({ "PUT /api/resource/Deal/D-1": () => refusal(403), [WHO]: () => "anna@example.com" })
    await expect(save()).rejects.toMatchObject({ status: 403, excType: "PermissionError" })
    expect([told.mock.calls.length, asksFor(log, WHO).length]).toEqual([0, 1])
  })

  it("of who has become a guest means that the session has ended, and is looked into once", async () => {
    const log = serve({ "PUT /api/resource/Deal/D-1": () => refusal(403), [WHO]: () => refusal(403) })
    const outcomes = await Promise.allSettled([save(), save()])
    expect(outcomes.map((each) => each.status === "rejected" && (each.reason as { excType: string }).excType)).toEqual(["SessionExpired", "SessionExpired"])
    expect([told.mock.calls.length, asksFor(log, WHO).length]).toEqual([2, 1])
  })

  it("of a guest who never signed in is what it says", async () => {
    setCsrfToken(undefined)
    const log = serve({ "PUT /api/resource/Deal/D-1": () => refusal(403), [WHO]: () => refusal(403) })
    await expect(save()).rejects.toMatchObject({ status: 403 })
    expect([told.mock.calls.length, log.length]).toEqual([0, 1])
  })

  it("is no end of the session where the server cannot be reached then", async () => {
    serve({ "PUT /api/resource/Deal/D-1": () => refusal(403), [WHO]: () => { throw new TypeError("offline") } })
    await expect(save()).rejects.toMatchObject({ status: 403 })
    expect(told).not.toHaveBeenCalled()
  })
})
