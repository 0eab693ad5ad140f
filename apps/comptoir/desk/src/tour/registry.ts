/** The tours of the frame. Every file in `tours/` takes part. */
import type { Tour } from "./contract"

const modules = import.meta.glob<{ default: Tour }>("./tours/*.ts", { eager: true })

export const tours: Tour[] = Object.values(modules).map((module) => module.default)

export const tourNamed = (name: unknown): Tour | undefined => tours.find((tour) => tour.name === name)
