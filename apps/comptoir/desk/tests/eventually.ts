/** Waiting for what comes by itself: a part that is loaded when it is first needed, an answer of the server. */
import { vi } from "vitest"

/** Milliseconds; a machine that has other work needs more than the second that `vi.waitFor` allows. */
const PATIENCE = 20_000

/** What `check` returns once it does not throw. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, PATIENCE)
