/** A small make-believe server for `npm run dev` without a back end; never part of a build. */
import type { Plugin } from "vite"

export function mock(): Plugin {
  return { name: "comptoir-mock" }
}
