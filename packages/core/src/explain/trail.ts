/**
 * The steps to a decision, as they are taken.
 *
 * @module
 */
import type { Reason } from '../decide/reasons.ts'
import type { Step } from './explanation.ts'

/** A step that knows the reason that was settled when it was taken. */
export interface TrailStep extends Step {
  readonly reason: Reason | null
}

export class Trail {
  readonly steps: TrailStep[] = []
  #reason: Reason | null = null

  pass(rule: Step['rule'], text: string): void {
    this.#take(rule, 'pass', text)
  }

  fail(rule: Step['rule'], text: string): void {
    this.#take(rule, 'fail', text)
  }

  skip(rule: Step['rule'], text: string): void {
    this.#take(rule, 'skip', text)
  }

  /** `pass` where the claim holds, else `fail`. */
  check(rule: Step['rule'], holds: boolean, text: string): void {
    this.#take(rule, holds ? 'pass' : 'fail', text)
  }

  /** The step that settles the decision. Every later one has its outcome. */
  settle(rule: Step['rule'], reason: Reason, text: string): void {
    this.#reason = reason
    this.follow(rule, text)
  }

  /** What follows from what is settled. */
  follow(rule: Step['rule'], text: string): void {
    this.#take(rule, this.#reason !== null && isGood(this.#reason) ? 'pass' : 'fail', text)
  }

  #take(rule: Step['rule'], outcome: Step['outcome'], text: string): void {
    this.steps.push({ rule, outcome, text, reason: this.#reason })
  }
}

/** Script may read, or nobody asks. */
export function isGood(reason: Reason): boolean {
  return (
    reason === 'granted' ||
    reason === 'granted-any' ||
    reason === 'same-origin' ||
    reason === 'not-cors'
  )
}
