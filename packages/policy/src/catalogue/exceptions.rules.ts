/**
 * The catalogue of exceptions.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  EXCEPTION_PEOPLE,
  exceptionExample,
} from './judgement-examples.ts'

const see = ['DECISION D16', 'DESIGN 3, exceptions']
const keys = (dates: string): string => `${EXCEPTION_ORIGIN}, ${dates}, ${EXCEPTION_PEOPLE}`
const good = exceptionExample(keys(EXCEPTION_DATES))

export const exceptionRules: readonly FindingRule[] = [
  {
    code: 'MQ-226',
    severity: 'error',
    title: 'an exception that gives nothing',
    why: 'it looks like the reason for an access that the resource grants anyway, and its end would end nothing',
    help: 'remove it, or ask for what is missing',
    see,
    example: {
      bad: exceptionExample(
        `id: EX-1, origin: https://app.example.com, resource: account, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}`,
      ),
      good,
    },
  },
  {
    code: 'MQ-227',
    severity: 'error',
    title: 'an exception that lasts too long',
    why: 'what lasts is a grant, and needs the owner and the review of one',
    help: 'shorten it, or put the origin into a set',
    see,
    example: {
      bad: exceptionExample(keys('from: 2098-11-21T00:00:00Z, until: 2099-11-21T00:00:00Z')),
      good,
    },
  },
]
