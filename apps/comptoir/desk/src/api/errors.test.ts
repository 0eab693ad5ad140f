import { describe, expect, it } from "vitest"
import { errorFrom, parseServerMessages, plain } from "./errors"

describe("a refused request", () => {
  it("speaks with the last message of the server", () => {
    const body = { exc_type: "ValidationError", _server_messages: JSON.stringify([JSON.stringify({ message: "First" }), JSON.stringify({ message: "Enter a <b>name</b>." })]) }
    const error = errorFrom(417, body, "fallback")
    expect([error.status, error.excType, error.message]).toEqual([417, "ValidationError", "Enter a name."])
  })

  it("carries the problems at fields", () => {
    expect(errorFrom(417, { _field_errors: [{ fieldname: "phone", message: "Odd" }] }, "x").fieldErrors).toEqual([{ fieldname: "phone", message: "Odd" }])
  })

  it("speaks with the problems at fields where the message is spelled for programs", () => {
    const body = { _server_messages: JSON.stringify([JSON.stringify({ message: "[Thing, T-1]: subject" })]), _field_errors: [{ fieldname: "subject", message: "Subject is mandatory." }] }
    expect(errorFrom(417, body, "x").message).toBe("Subject is mandatory.")
  })

  it("takes the exception's own sentence when there is no message", () => {
    expect(errorFrom(404, { exception: "frappe.exceptions.DoesNotExistError: Thing A is gone" }, "x").message).toBe("Thing A is gone")
  })

  it("falls back to our sentence when the body says nothing", () => {
    expect(errorFrom(502, "<html>", "Try again").message).toBe("Try again")
  })

  it("is read in the second version of the interface as well", () => {
    const entry = { type: "PermissionError", message: "You may not.", fields: [{ fieldname: "to", message: "Nobody" }] }
    const error = errorFrom(403, { errors: [entry] }, "x")
    expect([error.excType, error.message, error.fieldErrors]).toEqual(["PermissionError", "You may not.", entry.fields])
  })

  it("knows a conflict", () => {
    expect(errorFrom(417, { exc_type: "TimestampMismatchError" }, "x").isConflict).toBe(true)
  })
})

describe("messages of the server", () => {
  it("may be plain words", () => {
    expect(parseServerMessages(JSON.stringify(["plain words"]))).toEqual([{ message: "plain words" }])
  })

  it("may be absent", () => {
    expect(parseServerMessages(undefined)).toEqual([])
  })

  it("lose their markup but not their text", () => {
    expect(plain("a &lt;b&gt;<br>c")).toBe("a <b>\nc")
  })
})
