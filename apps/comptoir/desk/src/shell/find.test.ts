import { describe, expect, it } from "vitest"
import type { ModuleEntry } from "@/types"
import { findSections } from "./find"

const entry = (name: string, label: string) => ({ name, label, can_create: true, can_read: true })
const MODULES: ModuleEntry[] = [
  { name: "Depot", label: "Dépôt", doctypes: [entry("Box", "Boîte"), entry("Shelf", "Étagère haute")] },
  { name: "Office", label: "Bureau", doctypes: [entry("Desk", "Table")] },
  { name: "Void", label: "Vide", doctypes: [] },
]
const found = (wanted: string): string[] => findSections(MODULES, wanted).flatMap((module) => module.doctypes.map((each) => each.name))

describe("finding a section", () => {
  it("shows everything but empty modules when nothing is typed", () => {
    expect(findSections(MODULES, "  ").map((module) => module.name)).toEqual(["Depot", "Office"])
  })

  it("does not mind accents and case", () => {
    expect(found("ETAG")).toEqual(["Shelf"])
  })

  it("finds by the English name too", () => {
    expect(found("desk")).toEqual(["Desk"])
  })

  it("shows a whole module found by its own name", () => {
    expect(found("depot")).toEqual(["Box", "Shelf"])
  })

  it("wants every word", () => {
    expect(found("haute shelf")).toEqual(["Shelf"])
    expect(found("haute box")).toEqual([])
  })
})
