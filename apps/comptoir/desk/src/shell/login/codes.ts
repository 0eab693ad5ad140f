/** Codes as people type or paste them: with spaces, in any case. */
export const cleanCode = (typed: string): string => typed.replace(/\s+/g, "")
