/**
 * The catalogue of dates.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample, setExample } from './judgement-examples.ts'

const set = (dates: string): string =>
  setExample(
    `{ allow: [https://portal.acme.example], owner: p@example.com, purpose: partners, ${dates} }`,
  )

export const dateRules: readonly FindingRule[] = [
  {
    code: 'MQ-228',
    severity: 'error',
    title: 'an end before its start',
    why: 'no instant lies between the two, so it never holds; one of them is a slip',
    help: 'put `until` after `from`',
    see: ['DECISION D12'],
    example: {
      bad: grantsExample([
        '{ origins: [web], from: 2099-02-01T00:00:00Z, until: 2099-01-31T00:00:00Z }',
      ]),
      good: grantsExample([
        '{ origins: [web], from: 2099-01-31T00:00:00Z, until: 2099-02-01T00:00:00Z }',
      ]),
    },
  },
  {
    code: 'MQ-330',
    severity: 'warning',
    title: 'a grant that has ended',
    why: 'it grants nothing any more, and moving its date would grant it again without a second look',
    help: 'remove it',
    see: ['DECISION D12'],
    example: {
      bad: grantsExample(['{ origins: [web], until: 2020-01-01T00:00:00Z }']),
      good: grantsExample(['{ origins: [web], until: 2127-01-01T00:00:00Z }']),
    },
  },
  {
    code: 'MQ-404',
    severity: 'warning',
    title: 'a review is due',
    why: 'nobody has looked since whether these origins still belong to who they are said to belong to',
    help: 'look at each origin with the owner of the set, then move the date',
    see: ['DESIGN 3', 'DESIGN 7'],
    example: { bad: set('reviewBy: 2020-01-01'), good: set('reviewBy: 2127-01-01') },
  },
  {
    code: 'MQ-405',
    severity: 'warning',
    title: 'a set that has ended',
    why: 'no layer trusts it any more, and moving its date would grant all of it again without a second look',
    help: 'remove it, or have its owner renew it',
    see: ['DECISION D12'],
    example: { bad: set('until: 2020-01-01T00:00:00Z'), good: set('until: 2127-01-01T00:00:00Z') },
  },
]
