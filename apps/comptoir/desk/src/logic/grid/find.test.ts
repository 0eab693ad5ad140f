import { expect, it } from "vitest"
import { field } from "../testing"
import { findCells, nextFound } from "./find"

const COLUMNS = [field("item", "Data"), field("note", "Data")]
const ROWS = [{ item: "Paper", note: "" }, { item: "Toner", note: "for paper" }, { item: "Chair", note: "PAPER" }]
const found = findCells(ROWS, COLUMNS, (row, column) => String(row[column.fieldname]), " paper ")

it("finds cells whatever the case, in reading order", () => {
  expect(found).toEqual([[0, 0], [1, 1], [2, 1]])
  expect(findCells(ROWS, COLUMNS, () => "x", " ")).toEqual([])
})

it("goes on from where one is, both ways and round the end", () => {
  expect(nextFound(found, 0, 0, 1)).toBe(1)
  expect(nextFound(found, 1, 0, 1)).toBe(1)
  expect(nextFound(found, 2, 1, 1)).toBe(0)
  expect(nextFound(found, 2, 0, -1)).toBe(1)
  expect(nextFound(found, 0, 0, -1)).toBe(2)
  expect(nextFound([], 0, 0, 1)).toBe(-1)
})
