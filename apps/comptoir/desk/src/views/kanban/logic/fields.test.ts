import { describe, expect, it } from "vitest"
import { field, view } from "@/list/logic/testing"
import type { DocTypeView } from "@/types"
import { cardColumns, chosen, firstGroup, firstSum, groupFields, NONE, personField, whyFixed } from "./fields"

const STATUS = field("status", "Select", { options: "Open\nWon", read_only: 1 })
const STAGE = field("stage", "Link", { options: "Deal Stage" })
const DEAL = view(
  [
    field("deal_title", "Data"), field("client", "Link", { options: "Client" }), STAGE, STATUS, field("owner_of", "Link", { options: "Employee" }), field("amount", "Currency", { options: "currency" }),
    field("due", "Date"), field("hidden_kind", "Select", { options: "a\nb", hidden: 1 }), field("secret", "Data", { masked: 1 } as object),
  ],
  { title_field: "deal_title", list_columns: ["deal_title", "client", "stage", "owner_of", "amount", "due"], rights: { write: true } as DocTypeView["rights"] },
)
const isPerson = (doctype: string): boolean => doctype === "Employee"

describe("the first choice", () => {
  it("is the status where it is written by hand", () => {
    expect(firstGroup({ ...DEAL, fields: [STAGE, { ...STATUS, read_only: 0 }] })?.fieldname).toBe("status")
  })

  it("is what the status follows from where it is not", () => {
    expect(firstGroup(DEAL)?.fieldname).toBe("stage")
  })

  it("of sums is the money of the list", () => {
    expect(firstSum(DEAL)?.fieldname).toBe("amount")
  })

  it("gives way to another, or to none", () => {
    expect([chosen(groupFields(DEAL), "client", STAGE)?.fieldname, chosen(groupFields(DEAL), "gone", STAGE)?.fieldname, chosen(groupFields(DEAL), NONE, STAGE)]).toEqual(["client", "stage", undefined])
  })
})

it("is arranged by choices and links that are shown", () => {
  expect(groupFields(DEAL).map((each) => each.fieldname)).toEqual(["client", "stage", "status", "owner_of"])
})

describe("a card", () => {
  it("shows money and a link first, and people by their portrait", () => {
    expect(cardColumns(DEAL, STAGE, undefined, isPerson).map((column) => column.fieldname)).toEqual(["amount", "client"])
    expect(personField(DEAL, STAGE, isPerson)?.fieldname).toBe("owner_of")
  })

  it("shows what was chosen in that order, without what is unknown", () => {
    expect(cardColumns(DEAL, STAGE, "due,gone,stage,client", isPerson).map((column) => column.fieldname)).toEqual(["due", "client"])
    expect(cardColumns(DEAL, STAGE, NONE, isPerson)).toEqual([])
  })
})

describe("cards stay", () => {
  it("where the field is not set by hand, or not by this user", () => {
    expect(whyFixed(DEAL, STATUS)).toMatch(/^status follows/)
    expect(whyFixed(DEAL, { ...STAGE, can_write: false })).toMatch(/not yours/)
    expect(whyFixed({ ...DEAL, rights: { write: false } as DocTypeView["rights"] }, STAGE)).toMatch(/not change/)
  })

  it("not where it is", () => {
    expect(whyFixed(DEAL, STAGE)).toBeUndefined()
  })
})
