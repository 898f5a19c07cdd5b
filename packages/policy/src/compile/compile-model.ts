/**
 * From the checked model to the bundle of one environment.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import type { Model } from '../read/index.ts'
import { selfTestOf } from '../requests/index.ts'
import { writeBundle } from './write-bundle.ts'

/**
 * Compiles a model that has no error for one environment.
 *
 * Pure and deterministic: the clock has no part in it, and any order of the document's maps and lists but grants gives the same bytes.
 *
 * @param options.environment Sets of other environments are left out.
 * @throws {TypeError} `self` says nothing for the environment, which `judgeEnvironment` reports before.
 */
export function compileModel(model: Model, options: { readonly environment: string }): Bundle {
  const bundle = writeBundle(model, options.environment)
  return { ...bundle, vectors: selfTestOf(bundle) }
}
