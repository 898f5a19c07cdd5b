/**
 * The catalogue of grants against one another.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const roles = { top: ['context: { roles: { claim: roles } }'] }

export const wideningRules: readonly FindingRule[] = [
  {
    code: 'MQ-225',
    severity: 'error',
    title: 'a later grant gives more',
    why: 'the first grant that fits decides; a request that fails its conditions falls through and would get more than one that meets them',
    help: 'move the wider grant up, give both the same rights, or keep their origins or methods apart',
    see: ['DECISION D9'],
    example: {
      bad: grantsExample(
        ['{ origins: [web], when: { roles: [reader] } }', '{ origins: [web], credentials: true }'],
        roles,
      ),
      good: grantsExample(
        ['{ origins: [web], credentials: true, when: { roles: [reader] } }', '{ origins: [web] }'],
        roles,
      ),
    },
  },
  {
    code: 'MQ-234',
    severity: 'error',
    title: 'too many grants or origins to compare',
    why: `grants are compared with one another so that none widens another; a resource has at most 1000 of them`,
    help: 'put the origins into sets and name the sets in one grant, or divide the resource',
    see: ['DECISION D9'],
    example: {
      bad: grantsExample(Array.from({ length: 1001 }, () => '{ origins: [web] }')),
      good: grantsExample(['{ origins: [web] }']),
    },
  },
]
