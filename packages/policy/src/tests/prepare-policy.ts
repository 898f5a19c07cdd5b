/**
 * A policy compiled for one environment, ready to run test cases.
 *
 * @module
 */
import { type Bundle, type Engine, prepare } from '@marque/core'
import { type CheckOptions, compile } from '../check.ts'
import type { Finding } from '../findings/index.ts'
import type { Loaded } from '../load.ts'
import { type Model, selfOf } from '../read/index.ts'

/** A policy without errors, with its engine for one environment. */
export interface PreparedPolicy {
  readonly loaded: Loaded
  readonly model: Model
  readonly bundle: Bundle
  readonly engine: Engine
  /** The first entry of `self`: the base of cases whose URL is a path. May contain `{tenant}`. */
  readonly base: string
}

/** The prepared policy, or null where the policy has an error; and the findings of the policy in document order. */
export interface PreparationResult {
  readonly prepared: PreparedPolicy | null
  readonly findings: readonly Finding[]
}

/**
 * Compiles a policy for its tests.
 *
 * @param options The environment under test, and the time for findings about dates.
 */
export function preparePolicy(loaded: Loaded, options: CheckOptions): PreparationResult {
  const { bundle, findings, model } = compile(loaded, options)
  if (bundle === null || model === null) return { prepared: null, findings }
  // A bundle is compiled only where `self` has an entry for the environment.
  const base = selfOf(model, options.environment)?.[0]?.text ?? ''
  return { prepared: { loaded, model, bundle, engine: prepare(bundle), base }, findings }
}
