/**
 * `self` names public origins for the environment that is judged.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import { selfOf } from '../read/index.ts'
import type { Judgement } from './judgement.ts'

/** MQ-188. */
export function judgeSelf({ model, environment }: Judgement): readonly RawFinding[] {
  if (selfOf(model, environment) !== undefined) return []
  const known = [...model.self.byEnvironment.keys()].map((name) => `\`${name}\``)
  return [
    {
      code: 'MQ-188',
      path: '/self',
      message: `\`self\` says nothing for the environment \`${environment}\``,
      help:
        known.length === 0
          ? `list the public origins of \`${environment}\` under \`self\``
          : `list its public origins under \`self\`, or ask for ${known.join(' or ')}`,
      value: environment,
    },
  ]
}
