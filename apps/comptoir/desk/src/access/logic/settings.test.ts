import { describe, expect, it } from "vitest"
import { fieldsOfTab, layoutOf } from "@/logic/layout"
import type { FieldView } from "@/types"
import { matching } from "./settings"

const field = (fieldname: string, fieldtype: string, label: string, more: Partial<FieldView> = {}): FieldView => ({ fieldname, fieldtype, label, widget: fieldtype, can_write: true, ...more })
const TABS = layoutOf([
  field("formats", "Tab Break", "Formats"), field("date_format", "Select", "Date format", { options: "yyyy-mm-dd\ndd.mm.yyyy" }), field("precision", "Select", "Digits"),
  field("sign_in", "Tab Break", "Anmeldung"), field("passwords", "Section Break", "Passwörter"), field("least", "Int", "Characters", { description: "At least" }), field("days", "Int", "Days"),
])
const found = (wanted: string): string => matching(TABS, wanted).flatMap(fieldsOfTab).map((each) => each.fieldname).join()

describe("a search in the settings", () => {
  it("shows all when nothing is typed", () => {
    expect(found("  ")).toBe("date_format,precision,least,days")
  })

  it("finds by label, help, choice and heading, without accents", () => {
    expect(["digits", "at least", "dd.mm", "passworter", "formats date"].map(found)).toEqual(["precision", "least", "date_format", "least,days", "date_format"])
  })

  it("leaves no empty headings", () => {
    expect(matching(TABS, "digits").map((tab) => tab.label)).toEqual(["Formats"])
    expect(matching(TABS, "nonsense")).toEqual([])
  })
})
