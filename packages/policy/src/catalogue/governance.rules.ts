/**
 * The catalogue of who answers for what.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  EXCEPTION_PEOPLE,
  exceptionExample,
  grantsExample,
  setExample,
} from './judgement-examples.ts'

const see = ['DESIGN 3', 'DESIGN 7']
const dated = `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}`
const goodException = exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`)
const goodSet = setExample(
  '{ allow: [https://portal.acme.example], owner: p@example.com, purpose: partner portal }',
)
const restricted = { resource: ['sensitivity: restricted', 'owner: accounts@example.com'] }

export const governanceRules: readonly FindingRule[] = [
  {
    code: 'MQ-401',
    severity: 'error',
    title: 'trust without an owner',
    why: 'when an origin changes hands nobody is asked, and nobody notices',
    help: 'add `owner`, the address of the people who answer for it',
    see,
    example: {
      bad: setExample('{ allow: [https://portal.acme.example], purpose: partner portal }'),
      good: goodSet,
    },
  },
  {
    code: 'MQ-402',
    severity: 'error',
    title: 'trust without a purpose',
    why: 'nobody can say whether it is still needed',
    help: 'add `purpose`, a few words on what these origins do with the API',
    see,
    example: {
      bad: setExample('{ allow: [https://portal.acme.example], owner: p@example.com }'),
      good: goodSet,
    },
  },
  {
    code: 'MQ-403',
    severity: 'warning',
    title: 'an origin written in a grant',
    why: 'it has no owner, no purpose and no date of review, and no list shows it',
    help: 'put it into a set under `origins`, and name the set here',
    see,
    example: {
      bad: grantsExample(['{ origins: [web, https://portal.acme.example] }']),
      good: grantsExample(['{ origins: [web] }']),
    },
  },
  {
    code: 'MQ-406',
    severity: 'note',
    title: 'a restricted resource without an owner',
    why: 'somebody must be asked before more of it is granted',
    help: 'add `owner` to the resource',
    see,
    example: {
      bad: grantsExample(['{ origins: [web] }'], { resource: ['sensitivity: restricted'] }),
      good: grantsExample(['{ origins: [web] }'], restricted),
    },
  },
  {
    code: 'MQ-407',
    severity: 'error',
    title: 'an exception without a purpose',
    why: 'nobody can say whether it is still needed',
    help: 'add `purpose`: the incident or the ticket',
    see,
    example: {
      bad: exceptionExample(
        `${dated}, requestedBy: dev@example.com, approvedBy: [lead@example.com]`,
      ),
      good: goodException,
    },
  },
  {
    code: 'MQ-408',
    severity: 'error',
    title: 'an exception that nobody asked for',
    why: 'without the one who asked nobody can tell whether somebody else agreed',
    help: 'add `requestedBy`',
    see,
    example: {
      bad: exceptionExample(`${dated}, purpose: incident 4711, approvedBy: [lead@example.com]`),
      good: goodException,
    },
  },
  {
    code: 'MQ-409',
    severity: 'error',
    title: 'an exception that nobody approved',
    why: 'an exception passes by the owners of the resource and of the origins, so somebody must agree',
    help: 'add `approvedBy`, at least one person other than the one who asked',
    see,
    example: {
      bad: exceptionExample(`${dated}, purpose: incident 4711, requestedBy: dev@example.com`),
      good: goodException,
    },
  },
  {
    code: 'MQ-410',
    severity: 'error',
    title: 'an exception approved by who asked for it',
    why: 'nobody approves their own change, whatever their role',
    help: 'have somebody else approve it',
    see: [...see, 'DESIGN 7, law 6'],
    example: {
      bad: exceptionExample(
        `${dated}, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [Dev@example.com, lead@example.com]`,
      ),
      good: goodException,
    },
  },
  {
    code: 'MQ-411',
    severity: 'warning',
    title: 'an exception with one approval',
    why: 'what is confidential or restricted needs two persons to agree',
    help: 'have a second person approve it',
    see: [...see, 'DESIGN 7, approvals by risk'],
    example: {
      bad: exceptionExample(
        `${dated}, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com]`,
        restricted,
      ),
      good: exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`, restricted),
    },
  },
  {
    code: 'MQ-412',
    severity: 'warning',
    title: 'an exception that has ended',
    why: 'it grants nothing any more, and moving its date would grant it again without a request',
    help: 'remove it',
    see: [...see, 'DECISION D12'],
    example: {
      bad: exceptionExample(
        `${EXCEPTION_ORIGIN}, from: 2020-01-01T00:00:00Z, until: 2020-01-08T00:00:00Z, ${EXCEPTION_PEOPLE}`,
      ),
      good: goodException,
    },
  },
  {
    code: 'MQ-413',
    severity: 'warning',
    title: 'an exception with credentials on a restricted resource',
    why: "an origin that passed by every review acts with your users' sessions on what must not leak",
    help: 'do without credentials, or require an origin-bound token beside them',
    see,
    example: {
      bad: exceptionExample(`${dated}, credentials: true, ${EXCEPTION_PEOPLE}`, restricted),
      good: exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`, restricted),
    },
  },
]
