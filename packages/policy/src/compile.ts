/**
 * Checks a loaded policy and writes its bundle.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { checkModel } from './check.ts'
import { compileModel } from './compile/index.ts'
import type { Finding } from './findings/index.ts'
import type { Loaded } from './load.ts'
import type { Model } from './read/index.ts'

/** The bundle of one environment, or null where the policy has an error; and all findings in document order. */
export interface Compiled {
  readonly bundle: Bundle | null
  readonly findings: readonly Finding[]
  /** The model that was read; null if the text is not a document. */
  readonly model: Model | null
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
  const { model, findings } = checkModel(loaded, options)
  if (model === null || findings.some(({ severity }) => severity === 'error')) {
    return { bundle: null, findings, model }
  }
  return { bundle: compileModel(model, options), findings, model }
}
