import { expect, it } from "vitest"
import { startOf } from "./signin"

it("takes along to a provider where somebody was going", () => {
  const company = { name: "Company", label: "Company", url: "/oidc/start/Company" }
  expect(startOf(company, "/app/client?status=x#y")).toBe("/oidc/start/Company?redirect-to=%2Fapp%2Fclient%3Fstatus%3Dx%23y")
})
