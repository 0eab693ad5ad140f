/** The one way an expression can fail: it cannot be read. Evaluating never fails. */
export type ExpressionErrorCode = "syntax" | "unknown_name" | "unknown_function" | "too_large" | "empty"

export class ExpressionError extends Error {
  constructor(
    /** Shared with the server. */
    readonly code: ExpressionErrorCode,
    reason: string,
    /** 1-based place in the source. */
    readonly position = 1,
  ) {
    super(`The expression cannot be read at character ${position}: ${reason}.`)
    this.name = "ExpressionError"
  }
}
