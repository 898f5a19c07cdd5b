/**
 * The catalogue of grants that say nothing.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const previews = (environments: string): string =>
  `previews: { allow: [https://one.preview.example.com], owner: web@example.com, purpose: previews${environments} }`

export const unreachableRules: readonly FindingRule[] = [
  {
    code: 'MQ-301',
    severity: 'warning',
    title: 'a grant that cannot be reached',
    why: 'the first grant that fits decides, and earlier ones fit whatever this one does: it changes nothing, whatever it says',
    help: 'remove it, or move it up where its rights are the ones that are meant',
    see: ['DECISION D9'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, POST] }', '{ origins: [web] }']),
      good: grantsExample([
        '{ origins: [web], methods: [GET, POST] }',
        '{ origins: [web], methods: [PUT] }',
      ]),
    },
  },
  {
    code: 'MQ-302',
    severity: 'warning',
    title: 'a method that its resource does not match',
    why: 'requests with this method go to another resource or to none, so granting it here changes nothing',
    help: 'add the method to a match of the resource, or drop it from the grant',
    see: ['DECISION D7'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, DELETE] }'], {
        match: '[{ path: /v1/account, methods: [GET, POST] }]',
      }),
      good: grantsExample(['{ origins: [web], methods: [HEAD, POST] }'], {
        match: '[{ path: /v1/account, methods: [GET, POST] }]',
      }),
    },
  },
  {
    code: 'MQ-304',
    severity: 'note',
    title: 'a grant that is empty in this environment',
    why: 'none of its sets is known in the environment that was checked, so it grants nobody there',
    help: 'nothing to do where that is meant; else look at `environments` of its sets',
    see: ['DESIGN 3'],
    example: {
      bad: grantsExample(['{ origins: [web] }', '{ origins: [previews], methods: [PUT] }'], {
        sets: [previews(', environments: [staging]')],
      }),
      good: grantsExample(['{ origins: [web] }', '{ origins: [previews], methods: [PUT] }'], {
        sets: [previews('')],
      }),
    },
  },
  {
    code: 'MQ-331',
    severity: 'warning',
    title: 'a condition that a later grant undoes',
    why: 'a request that fails the condition falls through to a grant that gives the same without it',
    help: 'put the condition on the later grant too, or let that one give less',
    see: ['DECISION D9', 'DECISION D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }', '{ origins: [web] }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(
        ['{ origins: [web], timing: true, when: { roles: [reader] } }', '{ origins: [web] }'],
        { top: ['context: { roles: { claim: roles } }'] },
      ),
    },
  },
]
