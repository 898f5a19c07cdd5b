/**
 * The steps of a decision, as they are collected.
 *
 * @module
 */
import type { Reason } from '../reasons.ts'
import type { Step } from './explanation.ts'

/** A step with the reason of the decision, null before the step that settles it. */
export interface TracedStep extends Step {
  readonly reason: Reason | null
}

/** Collects steps in the order in which the engine takes them. */
export class StepList {
  readonly list: TracedStep[] = []
  #reason: Reason | null = null

  pass(rule: Step['rule'], text: string): void {
    this.#add(rule, 'pass', text)
  }

  fail(rule: Step['rule'], text: string): void {
    this.#add(rule, 'fail', text)
  }

  skip(rule: Step['rule'], text: string): void {
    this.#add(rule, 'skip', text)
  }

  /** `pass` where `holds`, else `fail`. */
  check(rule: Step['rule'], holds: boolean, text: string): void {
    this.#add(rule, holds ? 'pass' : 'fail', text)
  }

  /** Adds the step that settles the decision; later steps have its outcome. */
  settle(rule: Step['rule'], reason: Reason, text: string): void {
    this.#reason = reason
    this.follow(rule, text)
  }

  /** Adds a consequence of the decision. */
  follow(rule: Step['rule'], text: string): void {
    this.#add(rule, this.#reason !== null && isReadable(this.#reason) ? 'pass' : 'fail', text)
  }

  /** Adds what happens in any case: no rule fails here, so it is `skip` in a denial. */
  note(rule: Step['rule'], text: string): void {
    const isGranted = this.#reason !== null && isReadable(this.#reason)
    this.#add(rule, isGranted ? 'pass' : 'skip', text)
  }

  #add(rule: Step['rule'], outcome: Step['outcome'], text: string): void {
    this.list.push({ rule, outcome, text, reason: this.#reason })
  }
}

/** Whether script may read the response, or CORS does not apply. */
export function isReadable(reason: Reason): boolean {
  return (
    reason === 'granted' ||
    reason === 'granted-any' ||
    reason === 'same-origin' ||
    reason === 'not-cors'
  )
}
