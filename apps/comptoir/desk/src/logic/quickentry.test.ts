import { expect, it } from "vitest"
import { quickFields } from "./quickentry"
import { doctype, field } from "./testing"

it("asks for the title, what is required and what is meant for quick entry", () => {
  const fields = [
    field("title"),
    field("must", "Data", { reqd: 1 }),
    field("quick", "Data", { allow_in_quick_entry: 1 }),
    field("other"),
    field("computed", "Data", { reqd: 1, read_only: 1 }),
    field("secret", "Data", { reqd: 1, can_write: false }),
    field("s", "Section Break", { reqd: 1 }),
    field("rows", "Table", { options: "X" }),
  ]
  expect(quickFields(doctype("D", fields, { title_field: "title" })).map((f) => f.fieldname)).toEqual(["title", "must", "quick"])
})
