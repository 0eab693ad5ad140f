/** From a number back to the documents it was counted by. */
import type { Filter } from "@/types"
import { lastDay } from "./periods"
import type { Dimension, Key } from "./types"

export function filtersOf(dimensions: Dimension[], keys: Key[]): Filter[] {
  return keys.map((key, at) => filterOf(dimensions[at] as Dimension, key))
}

function filterOf({ field, period }: Dimension, key: Key): Filter {
  if (key === null || key === "") return [field.fieldname, "is", "not set"]
  if (!period) return [field.fieldname, "=", String(key)]
  if (period === "day" && field.fieldtype === "Date") return [field.fieldname, "=", String(key)]
  return [field.fieldname, "between", [String(key), lastDay(String(key), period)]]
}
