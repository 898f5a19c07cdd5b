/**
 * Dates against one another and against the moment of the check (D12).
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import type { RawFinding } from '../findings/index.ts'
import { isInEnvironment, type Judgement, uses } from './judgement.ts'

/** Judges every window, and says what has ended or is due. */
export function* judgeDates(judgement: Judgement): Iterable<RawFinding> {
  const { now, model } = judgement
  for (const { permission, exception } of uses(judgement)) {
    const { from, until } = permission
    if (until === null) continue
    if (from !== null && from >= until) {
      yield {
        code: 'MQ-228',
        path: `${permission.path}/until`,
        message: `\`until\` ${formatInstant(until)} is not after \`from\` ${formatInstant(from)}`,
      }
    } else if (until <= now) {
      yield {
        code: exception === null ? 'MQ-330' : 'MQ-412',
        path: `${permission.path}/until`,
        message:
          exception === null
            ? `this grant ended at ${formatInstant(until)}`
            : `\`${exception.id}\` ended at ${formatInstant(until)}`,
      }
    }
  }
  const here = model.sets.filter((set) => isInEnvironment(set, judgement.environment))
  for (const set of [...here, ...model.members]) {
    if (set.until !== null && set.until <= now) {
      yield {
        code: 'MQ-405',
        path: `${set.path}/until`,
        message: `the trust in \`${set.name}\` ended at ${formatInstant(set.until)}`,
      }
    }
    // Due on the day itself, which `reviewBy` starts.
    if (set.reviewBy !== null && set.reviewBy <= now) {
      yield {
        code: 'MQ-404',
        path: `${set.path}/reviewBy`,
        message: `the review of \`${set.name}\` was due on ${formatInstant(set.reviewBy).slice(0, 10)}`,
      }
    }
  }
}
