/**
 * Models for tests of the rules, from documents in which nothing is wrong with texts and shape.
 *
 * @module
 */
import { load } from '../load/load.ts'
import type { Model } from '../model/model.ts'
import { readModel } from '../read/read-model.ts'

/** The model of a document; throws where reading it has an error, since a rule would then see a gap. */
export function modelOf(text: string): Model {
  const { model, findings } = readModel(load(text, 'policy.yaml'))
  const error = findings.find(({ severity }) => severity === 'error')
  if (model === null || error !== undefined) throw new Error(error?.message ?? 'no document')
  return model
}

/** The moment at which tests judge. */
export const NOW: number = Date.parse('2098-11-22T00:00:00Z')
