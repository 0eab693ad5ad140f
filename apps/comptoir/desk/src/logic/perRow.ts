/** How what is said of each row is worked out: anew each time, or kept by who knows when a row changes. */
import type { Row } from "./documents"

/** `key` is what else it depends on: what was kept for another key is worked out anew. */
export type PerRow = <T>(row: Row, key: object | undefined, work: () => T) => T

export const anew: PerRow = (_row, _key, work) => work()
