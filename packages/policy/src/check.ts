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
import { type Model, type ModelAcknowledgement, readModel } from './read/index.ts'
import {
  type AcknowledgedFinding,
  acknowledge,
  type Elsewhere,
  judge,
  judgeUnused,
  judgeUnusedElsewhere,
} from './rules/index.ts'

/** What was read of a policy. */
export interface ReadPolicy {
  /** All that could be read; null if the text is not a document. If there are errors, parts are missing. */
  readonly model: Model | null
  /** In document order, without those that are acknowledged. */
  readonly findings: readonly Finding[]
  /** Warnings that the policy accepts (`acknowledged`), in document order. */
  readonly acknowledged: readonly AcknowledgedFinding[]
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

/** `check`, with the model that it read and the warnings that the policy acknowledges. Never throws. */
export function checkModel(loaded: Loaded, options: CheckOptions): ReadPolicy {
  const { model, found } = readModel(loaded.document)
  if (model === null) return { model, findings: joinAll(loaded, found), acknowledged: [] }
  const findings = joinAll(loaded, judgeModel(model, found, options))
  const { open, acknowledged, unused } = acknowledge(model, findings, options.now)
  const late = joinFindings(
    [...judgeUnused(model, unusedAnywhere(loaded, model, found, options, unused, findings))],
    loaded,
  )
  return {
    model,
    findings: late.length === 0 ? open : sortFindings([...open, ...late]),
    acknowledged,
  }
}

/**
 * Takes the warnings of another package, such as the comparison with an OpenAPI document, that the policy acknowledges out of its findings.
 *
 * @param findings All findings of that package.
 * @returns The rest; what is acknowledged; and findings about acknowledgements of its codes that match nothing, none where `findings` has
 *   an error, since then some warnings may be missing.
 */
export function acknowledgeElsewhere(
  loaded: Loaded,
  findings: readonly Finding[],
  { now, ...elsewhere }: Elsewhere & { readonly now: number },
): Pick<ReadPolicy, 'findings' | 'acknowledged'> & { readonly unused: readonly Finding[] } {
  const { model } = readModel(loaded.document)
  if (model === null) return { findings, acknowledged: [], unused: [] }
  const sorted = acknowledge(model, findings, now, elsewhere.placesOf)
  const isComplete = findings.every(({ severity }) => severity !== 'error')
  const unused = isComplete ? [...judgeUnusedElsewhere(model, sorted, elsewhere)] : []
  return {
    findings: sorted.open,
    acknowledged: sorted.acknowledged,
    unused: joinFindings(unused, loaded),
  }
}

/**
 * The acknowledgements that match nothing in any environment: a warning may exist in one of them only.
 *
 * Of a policy with errors they are unknown, since parts of it could not be judged.
 */
function unusedAnywhere(
  loaded: Loaded,
  model: Model,
  found: readonly RawFinding[],
  options: CheckOptions,
  unused: readonly ModelAcknowledgement[],
  findings: readonly Finding[],
): readonly ModelAcknowledgement[] {
  if (findings.some(({ severity }) => severity === 'error')) return []
  let left = unused
  for (const environment of environmentsOf(model)) {
    if (left.length === 0 || environment === options.environment) continue
    const others = joinAll(loaded, judgeModel(model, found, { ...options, environment }))
    const there = new Set(acknowledge(model, others, options.now).unused)
    left = left.filter((one) => there.has(one))
  }
  return left
}

/** The environments that the policy names. */
function environmentsOf({ self, sets }: Model): ReadonlySet<string> {
  return new Set([
    'production',
    ...self.byEnvironment.keys(),
    ...sets.flatMap(({ environments }) => environments ?? []),
  ])
}

/**
 * Reads a policy: text, shape and values, without judging their combination. Never throws.
 *
 * Each call reads the document again; {@link compile} returns the model that it read.
 */
export function readPolicy(loaded: Loaded): ReadPolicy {
  const { model, found } = readModel(loaded.document)
  return { model, findings: joinAll(loaded, found), acknowledged: [] }
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
  /** Without those that are acknowledged. */
  readonly findings: readonly Finding[]
  /** Warnings that the policy accepts. */
  readonly acknowledged: readonly AcknowledgedFinding[]
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
  const { model, findings, acknowledged } = checkModel(loaded, options)
  if (model === null || findings.some(({ severity }) => severity === 'error')) {
    return { bundle: null, findings, acknowledged, model }
  }
  return { bundle: compileModel(model, options), findings, acknowledged, model }
}
