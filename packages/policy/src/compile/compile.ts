/**
 * Checks a loaded policy and writes its bundle.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { check } from '../check.ts'
import type { Finding } from '../findings/finding.ts'
import type { Loaded } from '../load/load.ts'
import { readModel } from '../read/read-model.ts'
import { compileModel } from './compile-model.ts'

/** The bundle of one environment, or null where the policy has an error; and all findings in document order. */
export interface Compiled {
  readonly bundle: Bundle | null
  readonly findings: readonly Finding[]
}

/**
 * Checks a policy and compiles it.
 *
 * All or nothing: a policy with an error gives no bundle, whatever part the error is in. The bundle depends on the document and the
 * environment only; `now` is for findings about dates.
 *
 * @param options.environment As in `--env`; sets that it does not know are left out.
 * @param options.now Epoch milliseconds.
 */
export function compile(
  loaded: Loaded,
  options: { readonly environment: string; readonly now: number },
): Compiled {
  const findings = check(loaded, options)
  const { model } = readModel(loaded)
  if (model === null || findings.some(({ severity }) => severity === 'error')) {
    return { bundle: null, findings }
  }
  return { bundle: compileModel(model, options), findings }
}
