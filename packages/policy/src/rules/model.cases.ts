/**
 * Models for tests of the rules, from documents in which nothing is wrong with texts and shape.
 *
 * @module
 */

import { readPolicy } from '../check.ts'
import { load } from '../load.ts'
import type { Model } from '../read/model.ts'

/** The model of a document; throws where reading it has an error, since a rule would then see a gap. */
export function modelOf(text: string): Model {
  const { model, findings } = readPolicy(load(text, 'policy.yaml'))
  const error = findings.find(({ severity }) => severity === 'error')
  if (model === null || error !== undefined) throw new Error(error?.message ?? 'no document')
  return model
}

/** The moment at which tests judge. */
export const NOW: number = Date.parse('2098-11-22T00:00:00Z')
