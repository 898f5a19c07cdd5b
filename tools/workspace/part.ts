/** One thing that a test tool tried, counted as one test. */
export interface Part {
  readonly name: string
  /** What went wrong; null where nothing did. */
  readonly problem: string | null
}
