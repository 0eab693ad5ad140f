import { describe, expect, it } from "vitest"
import { type GridCursor, type GridKey, gridStep } from "./keyboard"

const SIZE = { rows: 3, columns: 2, editable: true }
const at = (row: number, column: number, editing = false): GridCursor => ({ row, column, editing })
const press = (cursor: GridCursor, key: string, mods: Partial<GridKey> = {}, size = SIZE) => gridStep(cursor, size, { key, ...mods })

describe("moving", () => {
  it.each([
    ["ArrowDown", {}, at(2, 0)],
    ["ArrowUp", {}, at(0, 0)],
    ["ArrowRight", {}, at(1, 1)],
    ["ArrowLeft", {}, at(1, 0)],
    ["End", {}, at(1, 1)],
    ["End", { ctrl: true }, at(2, 1)],
    ["Home", { ctrl: true }, at(0, 0)],
    ["PageDown", {}, at(2, 0)],
    ["Tab", {}, at(1, 1)],
    ["Tab", { shift: true }, at(0, 1)],
  ])("%s %j", (key, mods, expected) => {
    expect(press(at(1, 0), key, mods).cursor).toMatchObject(expected)
  })

  it("leaves the grid with Tab after the last cell and before the first", () => {
    expect(press(at(2, 1), "Tab")).toMatchObject({ handled: false, actions: [{ type: "leave", direction: 1 }] })
    expect(press(at(0, 0), "Tab", { shift: true })).toMatchObject({ handled: false, actions: [{ type: "leave", direction: -1 }] })
  })

  it("adds a row below the last one", () => {
    expect(press(at(2, 1), "ArrowDown")).toMatchObject({ cursor: at(3, 1), actions: [{ type: "addRow" }] })
  })

  it("adds nothing where nothing may be written", () => {
    const size = { ...SIZE, editable: false }
    expect(press(at(2, 1), "ArrowDown", {}, size)).toMatchObject({ cursor: at(2, 1), actions: [] })
    expect(press(at(2, 1), "x", {}, size).handled).toBe(false)
    expect(press(at(2, 1), "Enter", {}, size).actions).toEqual([{ type: "openRow", row: 2 }])
  })
})

describe("editing", () => {
  it("starts by typing, Enter or F2", () => {
    expect(press(at(0, 0), "7")).toMatchObject({ cursor: at(0, 0, true), actions: [{ type: "edit", text: "7" }] })
    expect(press(at(0, 0), "Enter").actions).toEqual([{ type: "edit" }])
    expect(press(at(0, 0), "F2").actions).toEqual([{ type: "edit" }])
  })

  it("Enter commits and goes down, adding a row at the end", () => {
    expect(press(at(0, 1, true), "Enter")).toMatchObject({ cursor: at(1, 1), actions: [{ type: "commit" }] })
    expect(press(at(2, 1, true), "Enter")).toMatchObject({ cursor: at(3, 1), actions: [{ type: "commit" }, { type: "addRow" }] })
  })

  it("Tab commits and goes right; Escape gives the old value back", () => {
    expect(press(at(0, 1, true), "Tab")).toMatchObject({ cursor: at(1, 0), actions: [{ type: "commit" }] })
    expect(press(at(0, 1, true), "Escape")).toMatchObject({ cursor: at(0, 1), actions: [{ type: "cancel" }] })
  })

  it("Enter comes back to where Tab began with the row, and not where the cursor was moved otherwise", () => {
    const size = { rows: 1, columns: 4, editable: true }
    const tabbed = press(press({ ...at(0, 1), editing: true }, "Tab", {}, size).cursor, "5", {}, size).cursor
    expect(press(tabbed, "Enter", {}, size)).toMatchObject({ cursor: at(1, 1), actions: [{ type: "commit" }, { type: "addRow" }] })
    const moved = press(press(tabbed, "Escape", {}, size).cursor, "ArrowRight", {}, size).cursor
    expect(press({ ...moved, editing: true }, "Enter", {}, size).cursor).toMatchObject(at(1, 3))
    expect(press(press(at(0, 3), "Tab", {}, { ...size, rows: 2 }).cursor, "Tab", {}, { ...size, rows: 2 }).cursor.from).toBe(0)
  })

  it("leaves arrows to the editor", () => {
    expect(press(at(0, 1, true), "ArrowLeft").handled).toBe(false)
  })
})

describe("commands", () => {
  it("Ctrl+D fills down, on a Cyrillic keyboard too, and not in the first row", () => {
    expect(press(at(1, 0), "d", { ctrl: true }).actions).toEqual([{ type: "fillDown" }])
    expect(press(at(1, 0), "в", { ctrl: true }).actions).toEqual([{ type: "fillDown" }])
    expect(press(at(0, 0), "d", { ctrl: true })).toMatchObject({ actions: [], handled: true })
  })

  it("Alt+arrows move the row and take the cursor along", () => {
    expect(press(at(1, 0), "ArrowUp", { alt: true })).toMatchObject({ cursor: at(0, 0), actions: [{ type: "moveRow", from: 1, to: 0 }] })
    expect(press(at(2, 0), "ArrowDown", { alt: true }).actions).toEqual([])
  })

  it("Ctrl+Delete deletes the row and stays inside the grid", () => {
    expect(press(at(2, 0), "Delete", { ctrl: true })).toMatchObject({ cursor: at(1, 0), actions: [{ type: "deleteRow", row: 2 }] })
  })

  it("Delete clears the cell", () => {
    expect(press(at(1, 1), "Delete").actions).toEqual([{ type: "clear" }])
  })

  it("leaves copying and saving to others", () => {
    expect(press(at(1, 1), "c", { ctrl: true }).handled).toBe(false)
    expect(press(at(1, 1), "s", { ctrl: true }).handled).toBe(false)
  })
})

describe("choosing rows", () => {
  it("toggles the row with Shift+Space and everything with Ctrl+A, also where nothing may be written", () => {
    const size = { ...SIZE, editable: false }
    expect(press(at(1, 0), " ", { shift: true }, size).actions).toEqual([{ type: "chooseRow", row: 1 }])
    expect(press(at(1, 0), "ф", { ctrl: true }, size).actions).toEqual([{ type: "chooseAll" }])
  })

  it("keeps to a range for what is done with it, and lets go of it by moving on or with Escape", () => {
    const ranged = press(at(1, 1), "ArrowUp", { shift: true }).cursor
    expect(ranged).toMatchObject({ ...at(0, 1), anchor: { row: 1, column: 1 } })
    expect(press(ranged, "ArrowLeft", { shift: true }).cursor).toMatchObject({ ...at(0, 0), anchor: { row: 1, column: 1 } })
    for (const [key, mods] of [["Delete", {}], ["d", { ctrl: true }], [" ", { shift: true }], ["Shift", {}], ["c", { ctrl: true }]] as const) expect(press(ranged, key, mods).cursor.anchor).toEqual({ row: 1, column: 1 })
    for (const key of ["ArrowDown", "Tab", "Escape", "x", "F2"]) expect(press(ranged, key).cursor.anchor).toBeUndefined()
    expect(press(at(0, 0), "d", { ctrl: true }).actions).toEqual([])
  })

  it("ends at the last row, where it adds none", () => {
    expect(press(at(2, 1), "ArrowDown", { shift: true })).toMatchObject({ cursor: at(2, 1), actions: [] })
    expect(press(at(0, 0), "End", { shift: true, ctrl: true }).cursor).toMatchObject({ ...at(2, 1), anchor: { row: 0, column: 0 } })
  })

  it("is given up with Escape, which otherwise is left to others", () => {
    expect(press(at(1, 1), "Escape", {}, { ...SIZE, chosen: 2 } as typeof SIZE).actions).toEqual([{ type: "chooseNone" }])
    expect(press(at(1, 1), "Escape").handled).toBe(false)
  })

  it("leaves finding to the browser where all rows are drawn", () => {
    expect(press(at(1, 1), "f", { ctrl: true }).handled).toBe(false)
    expect(press(at(1, 1), "f", { ctrl: true }, { ...SIZE, searched: true } as typeof SIZE).actions).toEqual([{ type: "find" }])
  })
})
