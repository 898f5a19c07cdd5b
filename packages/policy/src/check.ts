/**
 * All that can be said of a policy for one environment, without writing its bundle.
 *
 * @module
 */
import { judgeEnvironment } from './compile/environment.ts'
import type { Finding } from './findings/finding.ts'
import { inOrder, placeFound } from './findings/place.ts'
import type { Loaded } from './load/load.ts'
import { readModel } from './read/read-model.ts'
import { isMapping } from './read/reader.ts'
import { judge } from './rules/index.ts'

/** For which environment a policy is looked at, and when. */
export interface CheckOptions {
  /** The name, `production` where a person names none. */
  readonly environment: string
  /** Epoch milliseconds; for findings about dates. */
  readonly now: number
}

/**
 * Checks a policy: its text, its shape, its values, and what they mean together.
 *
 * Everything is reported at once, in the order of the text. Never throws.
 *
 * @example
 * ```ts
 * check(load('version: 2', 'policy.yaml'), { environment: 'production', now: Date.now() })
 * // findings MQ-121 (`self` is missing), MQ-121 (`resources` is missing), MQ-124 (the version is not known)
 * ```
 */
export function check(loaded: Loaded, options: CheckOptions): readonly Finding[] {
  const { model, findings } = readModel(loaded)
  if (model === null) return findings
  // A `self` of another kind has its finding already.
  const known = isMapping(loaded.document) && typeof loaded.document.self === 'object'
  const missing = known ? judgeEnvironment(model, options.environment) : []
  const judged = [...missing, ...judge(model, options)]
  // A misspelt reference leaves its set without use; that says nothing new.
  const misspelt = findings.some(({ code }) => code === 'MQ-181')
  const news = misspelt ? judged.filter(({ code }) => code !== 'MQ-303') : judged
  return inOrder([...findings, ...placeFound(news, loaded)])
}
