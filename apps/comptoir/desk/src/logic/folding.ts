/** Texts as people compare them: without case and accents. */
export const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/** The words of what was typed. */
export const typedWords = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean)
