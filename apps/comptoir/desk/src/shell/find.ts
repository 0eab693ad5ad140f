/** The sidebar's search: modules and DocTypes whose label or name holds every word typed. */
import { fold } from "@/logic/folding"
import type { ModuleEntry } from "@/types"

export function findSections(modules: ModuleEntry[], wanted: string): ModuleEntry[] {
  const words = fold(wanted).split(/\s+/).filter(Boolean)
  if (!words.length) return modules.filter((module) => module.doctypes.length)
  const found = (...texts: string[]): boolean => words.every((word) => texts.some((text) => fold(text).includes(word)))
  return modules
    .map((module) => ({
      ...module,
      doctypes: found(module.label, module.name) ? module.doctypes : module.doctypes.filter((entry) => found(entry.label, entry.name)),
    }))
    .filter((module) => module.doctypes.length)
}
