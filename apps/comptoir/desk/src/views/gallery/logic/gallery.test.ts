import { describe, expect, it } from "vitest"
import { field, view } from "@/list/logic/testing"
import { galleryColumns, imageField } from "./fields"
import { neighbour, perRow } from "./grid"

const ITEM = view([field("title", "Data"), field("image", "Attach Image"), field("status", "Select", { options: "Active\nGone" }), field("ok", "Check"), field("group", "Link", { options: "Group" }), field("price", "Currency"), field("unit", "Data")], { title_field: "title", image_field: "image" })

describe("a card", () => {
  it("shows the first fields of the list that say something by themselves", () => {
    const { title, status, details } = galleryColumns(ITEM, () => false)
    expect([title.fieldname, status?.fieldname, details.map((column) => column.fieldname)]).toEqual(["title", "status", ["group", "price"]])
  })

  it("has a picture where the actor sees the field with it", () => {
    expect([imageField(ITEM)?.fieldname, imageField({ ...ITEM, fields: [] })]).toEqual(["image", undefined])
  })
})

describe("the arrows", () => {
  it("go along rows and between them, and stop at the ends", () => {
    expect(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End", "x"].map((key) => neighbour(key, 1, 7, 3))).toEqual([2, 0, 4, 1, 0, 6, 1])
    expect(neighbour("ArrowDown", 5, 7, 3)).toBe(5)
  })

  it("know rows by where cards stand", () => {
    expect([perRow([8, 8, 8, 200, 200]), perRow([8, 8]), perRow([])]).toEqual([3, 2, 1])
  })
})
