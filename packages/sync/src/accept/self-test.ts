/**
 * A bundle's own cases, asked of the engine that is to decide from it.
 *
 * @module
 */
import { canonicalJson, decide, type Engine } from '@marque/core'
import type { SyncProblem } from '../sync-problem.ts'

/** @returns The first case that is answered otherwise than the bundle says. */
export function selfTest(engine: Engine): SyncProblem | null {
  for (const { id, in: question, out } of engine.bundle.vectors) {
    const got = decide(engine, question.request, question.context, question.moment)
    // The sentence is prose of the engine, and empty in a bundle.
    if (canonicalJson({ ...got, detail: '' }) !== canonicalJson({ ...out, detail: '' })) {
      return {
        code: 'ERR_SYNC_SELF_TEST',
        message: `the case \`${id}\` is decided otherwise than the bundle says`,
      }
    }
  }
  return null
}
