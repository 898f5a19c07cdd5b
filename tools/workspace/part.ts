/** One test of a test tool. */
export interface Part {
  readonly name: string
  /** Failure text; null if the test passed. */
  readonly problem: string | null
}
