/**
 * What the script of the page reads: every answer of a run, with each text in it once.
 *
 * @module
 */

/** A head of a request or answer: what it is in a few words, and indexes of {@link MatrixData.lines}. */
export type Head = readonly [text: string, lines: readonly number[]]

/**
 * Tables, and columns of indexes of them: an object for each of 100,000 answers would be five times as long. All texts are made visible
 * (`visible`); the page sets them as text, never as markup.
 */
export interface MatrixData {
  /** In the order in which a request passes through them. */
  readonly layers: readonly string[]
  /** In the order of the probes; `null` for requests that no resource matches. */
  readonly resources: readonly (string | null)[]
  readonly roles: readonly string[]
  /** `note` says what a near miss is close to; empty for others. */
  readonly origins: readonly {
    readonly text: string
    readonly role: number
    readonly note: string
  }[]
  /** `Name: value` */
  readonly lines: readonly string[]
  readonly requests: readonly Head[]
  readonly decisions: readonly Head[]
  readonly answers: readonly Head[]
  /** What differs, in words. */
  readonly differences: readonly string[]
  /** One column a key, one entry a probe. */
  readonly probes: {
    readonly request: readonly number[]
    readonly resource: readonly number[]
    readonly origin: readonly number[]
  }
  /** One column a key, one entry an answer. */
  readonly observations: {
    readonly layer: readonly number[]
    readonly probe: readonly number[]
    readonly repeat: readonly number[]
    /** Indexes of `decisions`; more than one where each of them is right. */
    readonly expected: readonly (number | readonly number[])[]
    readonly answer: readonly number[]
    readonly difference: readonly number[]
    /** An index of {@link VERDICTS}. */
    readonly verdict: readonly number[]
  }
  /** Answers that are as decided and were left out of a very long run. */
  readonly omitted: number
  /** By finding of the report: the layers that show it, and its resource; null for all of them. */
  readonly findings: readonly {
    readonly title: string
    readonly layers: readonly string[]
    readonly resource: string | null
  }[]
}

/** How an answer compares with the decision. */
export const VERDICTS = ['right', 'differs', 'harmless', 'unanswered'] as const
