/**
 * What cases are run on: a policy of one environment, ready to decide.
 *
 * @module
 */
import { type Bundle, type Engine, prepare } from '@marque/core'
import type { CheckOptions } from '../check.ts'
import { compile } from '../compile.ts'
import type { Finding } from '../findings/index.ts'
import type { Loaded } from '../load.ts'
import { type Model, selfOf } from '../read/index.ts'

/** A policy without errors, for one environment. */
export interface TestGround {
  readonly policy: Loaded
  readonly model: Model
  readonly bundle: Bundle
  readonly engine: Engine
  /** The first entry of `self` in the document: a path of a case is asked there. It may hold `{tenant}`. */
  readonly base: string
}

/** The ground, or null where the policy has an error; and the policy's findings in the order of its text. */
export interface Grounded {
  readonly ground: TestGround | null
  readonly findings: readonly Finding[]
}

/**
 * Makes a policy ready for its tests.
 *
 * @param options The environment that is tested, and the instant for findings about dates.
 */
export function groundOf(policy: Loaded, options: CheckOptions): Grounded {
  const { bundle, findings, model } = compile(policy, options)
  if (bundle === null || model === null) return { ground: null, findings }
  // A bundle is written only where there is one.
  const base = selfOf(model, options.environment)?.[0]?.text ?? ''
  return { ground: { policy, model, bundle, engine: prepare(bundle), base }, findings }
}
