import { expect, it } from "vitest"
import { reachedOf } from "./receipts"

const told = { user: "anna@example.com", type: "Mention", creation: "2026-11-29 10:00:00", delivered_on: null, read_on: null }

it.each([
  [{}, "sent", "10:00"],
  [{ delivered_on: "2026-11-29 10:05:00" }, "delivered", "10:05"],
  [{ delivered_on: "2026-11-29 10:05:00", read_on: "2026-11-29 10:30:00" }, "read", "10:30"],
  [{ read_on: "2026-11-29 10:30:00" }, "read", "10:30"],
])("what one was told has come as far as %o", (more, state, time) => {
  const reached = reachedOf({ ...told, ...more })
  expect([reached.state, reached.at.slice(11, 16)]).toEqual([state, time])
})
