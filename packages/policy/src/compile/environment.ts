/**
 * What a policy says for one environment before anything else: the origins that it guards there.
 *
 * @module
 */
import type { Found } from '../findings/catalogue.ts'
import type { Model, ModelSelfEntry } from '../model/model.ts'

/** The entries of `self` for an environment; undefined where `self` is by environment and does not name this one. */
export function selfOf(model: Model, environment: string): readonly ModelSelfEntry[] | undefined {
  return model.self.everywhere ?? model.self.byEnvironment.get(environment)
}

/** The findings of a policy that cannot be compiled for this environment: `MQ-188`. */
export function judgeEnvironment(model: Model, environment: string): readonly Found[] {
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
