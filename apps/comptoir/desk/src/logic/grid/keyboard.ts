/**
 * The keyboard of a child grid as a reducer: where the cell cursor is, whether the cell is being edited, and what
 * the grid must do. Pure, so that every key is tested without a browser.
 */
import type { Spot } from "./range"

export interface GridCursor extends Spot {
  editing: boolean
  /** The column in which Tab began to go through the row: Enter comes back to it. */
  from?: number
  /** The cell where a range was begun; the cursor is its other corner. */
  anchor?: Spot
}

export interface GridSize {
  rows: number
  columns: number
  /** Rows can be added, deleted and moved, cells edited. */
  editable: boolean
  /** How many rows are chosen. */
  chosen?: number
  /** The grid has a search of its own, as it does not draw all its rows. */
  searched?: boolean
}

export interface GridKey {
  key: string
  shift?: boolean
  /** Ctrl, or Cmd on a Mac. */
  ctrl?: boolean
  alt?: boolean
}

export type GridAction =
  | { type: "edit"; text?: string }
  | { type: "commit" }
  | { type: "cancel" }
  | { type: "clear" }
  | { type: "addRow" }
  | { type: "deleteRow"; row: number }
  | { type: "moveRow"; from: number; to: number }
  | { type: "fillDown" }
  | { type: "find" }
  | { type: "chooseRow"; row: number }
  | { type: "chooseAll" }
  | { type: "chooseNone" }
  | { type: "openRow"; row: number }
  | { type: "leave"; direction: 1 | -1 }

export interface GridStep {
  cursor: GridCursor
  actions: GridAction[]
  /** The grid took the key; the browser should not act on it as well. */
  handled: boolean
}

export function gridStep(cursor: GridCursor, size: GridSize, key: GridKey): GridStep {
  const next = cursor.editing ? whileEditing(cursor, size, key) : whileMoving(cursor, size, key)
  return { ...next, cursor: { ...next.cursor, from: begun(cursor, next.cursor, key), anchor: anchored(cursor, next, key) } }
}

/** Only Tab goes on with a row; whatever else moves the cursor begins anew. */
function begun(before: GridCursor, after: GridCursor, key: GridKey): number | undefined {
  if (key.key === "Tab") return after.row === before.row ? (before.from ?? before.column) : after.column
  return after.row === before.row && after.column === before.column ? before.from : undefined
}

const STEPS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"])
const KEEPS_RANGE = new Set<GridAction["type"]>(["clear", "fillDown", "chooseRow"])

/** A range grows by Shift with the keys that move, and lasts for what is done with it. */
function anchored(before: GridCursor, { cursor, actions }: GridStep, key: GridKey): Spot | undefined {
  if (before.editing || cursor.editing || key.key === "Escape") return undefined
  if (key.shift && !key.alt && STEPS.has(key.key)) return before.anchor ?? { row: before.row, column: before.column }
  const stays = cursor.row === before.row && cursor.column === before.column
  return stays && actions.every((action) => KEEPS_RANGE.has(action.type)) ? before.anchor : undefined
}

function whileEditing(cursor: GridCursor, size: GridSize, key: GridKey): GridStep {
  const stopped = { ...cursor, editing: false }
  switch (key.key) {
    case "Escape":
      return step(stopped, [{ type: "cancel" }])
    case "Enter":
      if (key.alt) return ignore(cursor)
      return down(stopped, size, [{ type: "commit" }], key.shift ? -1 : 1)
    case "Tab":
      return sideways(stopped, size, [{ type: "commit" }], key.shift ? -1 : 1)
    default:
      return ignore(cursor)
  }
}

function whileMoving(cursor: GridCursor, size: GridSize, key: GridKey): GridStep {
  const grows = key.shift && !key.alt && STEPS.has(key.key)
  const command = choosing(cursor, size, key) ?? (size.editable && !grows ? commandFor(cursor, size, key) : null)
  if (command) return command
  switch (key.key) {
    case "ArrowUp":
      return moveTo(cursor, size, key.ctrl ? 0 : cursor.row - 1, cursor.column)
    case "ArrowDown":
      return moveTo(cursor, size, key.ctrl ? size.rows - 1 : cursor.row + 1, cursor.column)
    case "ArrowLeft":
      return moveTo(cursor, size, cursor.row, key.ctrl ? 0 : cursor.column - 1)
    case "ArrowRight":
      return moveTo(cursor, size, cursor.row, key.ctrl ? size.columns - 1 : cursor.column + 1)
    case "Home":
      return moveTo(cursor, size, key.ctrl ? 0 : cursor.row, 0)
    case "End":
      return moveTo(cursor, size, key.ctrl ? size.rows - 1 : cursor.row, size.columns - 1)
    case "PageUp":
      return moveTo(cursor, size, cursor.row - 10, cursor.column)
    case "PageDown":
      return moveTo(cursor, size, cursor.row + 10, cursor.column)
    case "Tab":
      return sideways(cursor, size, [], key.shift ? -1 : 1)
    case "Enter":
      return key.ctrl || !size.editable ? step(cursor, [{ type: "openRow", row: cursor.row }]) : step({ ...cursor, editing: true }, [{ type: "edit" }])
    default:
      return ignore(cursor)
  }
}

/** Keys that choose rows or let go of them, or look for one. */
function choosing(cursor: GridCursor, size: GridSize, key: GridKey): GridStep | null {
  const name = key.key.toLowerCase()
  if (key.ctrl && !key.alt && (name === "a" || name === "ф")) return step(cursor, [{ type: "chooseAll" }])
  if (size.searched && key.ctrl && !key.alt && !key.shift && (name === "f" || name === "а")) return step(cursor, [{ type: "find" }])
  if (key.key === "Escape" && cursor.anchor) return step(cursor, [])
  if (key.key === "Escape" && size.chosen) return step(cursor, [{ type: "chooseNone" }])
  return key.shift && !key.ctrl && !key.alt && key.key === " " ? step(cursor, [{ type: "chooseRow", row: cursor.row }]) : null
}

/** Keys that change something. */
function commandFor(cursor: GridCursor, size: GridSize, key: GridKey): GridStep | null {
  const name = key.key.length === 1 ? key.key.toLowerCase() : key.key
  if (key.alt && (name === "ArrowUp" || name === "ArrowDown")) return moveRow(cursor, size, name === "ArrowUp" ? -1 : 1)
  if (key.ctrl && (name === "d" || name === "в")) return step(cursor, cursor.row > 0 || cursor.anchor ? [{ type: "fillDown" }] : [])
  if (key.ctrl && (name === "Delete" || name === "Backspace")) return deleteRow(cursor, size)
  if (name === "ArrowDown" && !key.ctrl && cursor.row === size.rows - 1) {
    return step({ ...cursor, row: size.rows }, [{ type: "addRow" }])
  }
  if (key.ctrl || key.alt) return null
  if (name === "F2") return step({ ...cursor, editing: true }, [{ type: "edit" }])
  if (name === "Delete" || name === "Backspace") return step(cursor, [{ type: "clear" }])
  if (key.key.length === 1) return step({ ...cursor, editing: true }, [{ type: "edit", text: key.key }])
  return null
}

function moveRow(cursor: GridCursor, size: GridSize, by: -1 | 1): GridStep {
  const to = cursor.row + by
  if (to < 0 || to >= size.rows) return step(cursor, [])
  return step({ ...cursor, row: to }, [{ type: "moveRow", from: cursor.row, to }])
}

function deleteRow(cursor: GridCursor, size: GridSize): GridStep {
  if (size.rows === 0) return step(cursor, [])
  const row = Math.max(0, Math.min(cursor.row, size.rows - 2))
  return step({ ...cursor, row }, [{ type: "deleteRow", row: cursor.row }])
}

function moveTo(cursor: GridCursor, size: GridSize, row: number, column: number): GridStep {
  return step({ ...cursor, row: clamp(row, size.rows), column: clamp(column, size.columns) }, [])
}

/** Enter: one row down, where the row was begun with Tab, else in the same column; a new row after the last one. */
function down(cursor: GridCursor, size: GridSize, actions: GridAction[], by: 1 | -1): GridStep {
  const row = cursor.row + by
  const column = by > 0 ? (cursor.from ?? cursor.column) : cursor.column
  if (row >= size.rows && size.editable) return step({ ...cursor, row: size.rows, column }, [...actions, { type: "addRow" }])
  return step({ ...cursor, row: clamp(row, size.rows), column }, actions)
}

/** Tab: next cell, next row, and out of the grid after the last cell. */
function sideways(cursor: GridCursor, size: GridSize, actions: GridAction[], by: 1 | -1): GridStep {
  const next = cursor.row * size.columns + cursor.column + by
  if (next < 0 || next >= size.rows * size.columns) {
    const left: GridAction = { type: "leave", direction: by }
    return { cursor, actions: [...actions, left], handled: false }
  }
  return step({ ...cursor, row: Math.floor(next / size.columns), column: next % size.columns }, actions)
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1))
}

function step(cursor: GridCursor, actions: GridAction[]): GridStep {
  return { cursor, actions, handled: true }
}

function ignore(cursor: GridCursor): GridStep {
  return { cursor, actions: [], handled: false }
}
