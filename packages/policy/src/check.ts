/**
 * `check` and `compile`: all findings of a policy for one environment, and its bundle.
 *
 * @module
 */

import type { Bundle } from '@marque/core'
import { joinFindings, sortFindings } from './catalogue/index.ts'
import { compileModel } from './compile/index.ts'
import type { Finding, RawFinding } from './findings/index.ts'
import type { Loaded } from './load.ts'
import { type Model, readModel } from './read/index.ts'
import { judge } from './rules/index.ts'

/** What was read of a policy. */
export interface ReadPolicy {
  /** All that could be read; null if the text is not a document. If there are errors, parts are missing. */
  readonly model: Model | null
  /** In document order. */
  readonly findings: readonly Finding[]
}

/** For which environment a policy is checked, and when. */
export interface CheckOptions {
  /** The name, as in `--env`. */
  readonly environment: string
  /** Epoch milliseconds; for findings about dates. */
  readonly now: number
}

/**
 * Checks a policy: text, shape, values, and their combination.
 *
 * Everything is reported at once, in document order. Never throws.
 *
 * @example
 * ```ts
 * check(load('version: 2', 'policy.yaml'), { environment: 'production', now: Date.now() })
 * // findings MQ-121 (`self` is missing), MQ-121 (`resources` is missing), MQ-124 (the version is not known)
 * ```
 */
export function check(loaded: Loaded, options: CheckOptions): readonly Finding[] {
  return checkModel(loaded, options).findings
}

/** `check`, with the model that it read, so that compiling need not read the document again. */
export function checkModel(loaded: Loaded, options: CheckOptions): ReadPolicy {
  const { model, found } = readModel(loaded.document)
  return {
    model,
    findings: joinAll(loaded, model === null ? found : judgeModel(model, found, options)),
  }
}

/**
 * Reads a policy: text, shape and values, without judging their combination. Never throws.
 *
 * Each call reads the document again; {@link compile} returns the model that it read.
 */
export function readPolicy(loaded: Loaded): ReadPolicy {
  const { model, found } = readModel(loaded.document)
  return { model, findings: joinAll(loaded, found) }
}

function judgeModel(
  model: Model,
  found: readonly RawFinding[],
  options: CheckOptions,
): readonly RawFinding[] {
  const judged = judge(model, options)
  // A misspelt reference leaves its set unused; MQ-303 would repeat that.
  const misspelt = found.some(({ code }) => code === 'MQ-181')
  return [...found, ...(misspelt ? judged.filter(({ code }) => code !== 'MQ-303') : judged)]
}

function joinAll(loaded: Loaded, found: readonly RawFinding[]): readonly Finding[] {
  return sortFindings([...loaded.findings, ...joinFindings(found, loaded)])
}

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
 * @param options.environment As in `--env`; sets of other environments are left out.
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
