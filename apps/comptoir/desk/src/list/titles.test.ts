import { afterEach, expect, it } from "vitest"
import { setLanguage } from "@/i18n"
import { rememberTitles, rowTitle, titleOf } from "./titles"
import { listColumns } from "./logic/columns"
import { field, view } from "./logic/testing"

afterEach(() => setLanguage("en"))

const stages = view([field("stage_name", "Data")], { name: "Stage", autoname: "field:stage_name", title_field: "stage_name", translated_doctype: 1 })
const [column] = listColumns(stages, () => false)

it("a document is called what was said of its title, as a link and in its own list", () => {
  rememberTitles({ "Stage::Won": "Gagné" })
  expect([titleOf("Stage", "Won"), rowTitle(column, { name: "Won", stage_name: "Won" })]).toEqual(["Gagné", "Gagné"])
})

it("a title that has changed since is shown as it is now", () => {
  rememberTitles({ "Stage::Won": "Gagné" })
  expect(rowTitle(column, { name: "Won", stage_name: "Won at last" })).toBe("Won at last")
})

it("another language forgets what the last one said", async () => {
  rememberTitles({ "Stage::Won": "Gagné" })
  await setLanguage("ru")
  expect(titleOf("Stage", "Won")).toBe("Won")
})
