/**
 * Directories of tenants within the limits that the policy sets for all of them (DESIGN 3).
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { Judgement } from './judgement.ts'

/** Judges each directory. */
export function* judgeTenants({ model }: Judgement): Iterable<RawFinding> {
  const { origins, patterns } = model.tenantLimits
  for (const member of model.members) {
    const count = member.allow.length
    if (count > origins) {
      yield {
        code: 'MQ-232',
        path: `${member.path}/allow`,
        message: `the tenant \`${member.name}\` lists ${count} origins, and \`limits\` allow ${origins}`,
        value: count,
      }
    }
    if (patterns) continue
    for (const origin of member.allow) {
      if (origin.pattern === null) continue
      yield {
        code: 'MQ-233',
        path: origin.path,
        message: `the tenant \`${member.name}\` lists the pattern \`${origin.text}\`, and \`limits\` allow none`,
        value: origin.text,
      }
    }
  }
}
