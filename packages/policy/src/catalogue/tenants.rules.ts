/**
 * The catalogue of tenants over their limits.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { tenantExample } from './judgement-examples.ts'

const member = (allow: string): string =>
  `{ allow: [${allow}], owner: it@globex.example, purpose: portal }`

export const tenantRules: readonly FindingRule[] = [
  {
    code: 'MQ-232',
    severity: 'error',
    title: 'a tenant with too many origins',
    why: 'a long directory is one that nobody looks through, and the tenant alone decides what stands in it',
    help: 'shorten the directory, or raise `tenants.limits.origins` for all',
    see: ['DESIGN 3, tenants'],
    example: {
      bad: tenantExample(
        member('https://portal.globex.example, https://shop.globex.example'),
        '{ origins: 1 }',
      ),
      good: tenantExample(member('https://portal.globex.example'), '{ origins: 1 }'),
    },
  },
  {
    code: 'MQ-233',
    severity: 'error',
    title: 'a pattern in the directory of a tenant',
    why: 'a pattern trusts names that do not exist yet, in a domain that is not yours',
    help: 'list the exact origins, or set `tenants.limits.patterns` for all',
    see: ['DESIGN 3, tenants'],
    example: {
      bad: tenantExample(member('"https://*.globex.example"')),
      good: tenantExample(member('"https://*.globex.example"'), '{ patterns: true }'),
    },
  },
]
