/**
 * Findings about owners, purposes, reviews, end dates and exceptions.
 *
 * @module
 */

import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  EXCEPTION_PEOPLE,
  exceptionExample,
  grantsExample,
  setExample,
} from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const seeExceptions = ['D16', 'docs/guide/policy.md#exceptions']
const dated = `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}`
const goodException = exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`)
const goodSet = setExample(
  '{ allow: [https://portal.acme.example], owner: p@example.com, purpose: partner portal }',
)
const restrictedResource = { resource: ['sensitivity: restricted', 'owner: accounts@example.com'] }

const datedSet = (dates: string): string =>
  setExample(
    `{ allow: [https://portal.acme.example], owner: p@example.com, purpose: partners, ${dates} }`,
  )

const seeAcknowledged = ['docs/guide/policy.md#acknowledged-warnings']

/** A policy with the warning MQ-403, which this entry or a valid one acknowledges. */
const acknowledging = (
  entry = '{ code: MQ-403, at: account, why: moved to a set by ticket 4711, by: security@example.com, until: 2099-01-31T00:00:00Z }',
): string =>
  grantsExample(['{ origins: [web, https://portal.acme.example] }'], {
    sets: [
      'partners: { allow: [https://shop.acme.example], owner: p@example.com, purpose: partner shop }',
    ],
    more: ['acknowledged:', `  - ${entry}`],
  })

const exceptionKeys = (dates: string): string =>
  `${EXCEPTION_ORIGIN}, ${dates}, ${EXCEPTION_PEOPLE}`

export const governanceRules: readonly FindingRule[] = [
  {
    code: 'MQ-401',
    severity: 'error',
    title: 'origin set without an owner',
    why: 'without an owner it goes unnoticed when an origin changes hands',
    help: 'add `owner`, the address of the people who are responsible for it',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: setExample('{ allow: [https://portal.acme.example], purpose: partner portal }'),
      good: goodSet,
    },
  },
  {
    code: 'MQ-402',
    severity: 'error',
    title: 'origin set without a purpose',
    why: 'without a purpose it is unknown whether the set is still needed',
    help: 'add `purpose`, a few words on what these origins do with the API',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: setExample('{ allow: [https://portal.acme.example], owner: p@example.com }'),
      good: goodSet,
    },
  },
  {
    code: 'MQ-403',
    severity: 'warning',
    title: 'origin inside a grant',
    why: 'it has no owner, no purpose and no review date, and is missing from the lists of origins',
    help: 'move it to a set under `origins`, and name the set here',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: grantsExample(['{ origins: [web, https://portal.acme.example] }']),
      good: grantsExample(['{ origins: [web] }']),
    },
  },
  {
    code: 'MQ-406',
    severity: 'note',
    title: 'restricted resource without an owner',
    why: 'its owner should approve further grants',
    help: 'add `owner` to the resource',
    see: ['docs/guide/policy.md#resources'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], { resource: ['sensitivity: restricted'] }),
      good: grantsExample(['{ origins: [web] }'], restrictedResource),
    },
  },
  {
    code: 'MQ-407',
    severity: 'error',
    title: 'exception without a purpose',
    why: 'without a purpose it is unknown whether the exception is still needed',
    help: 'add `purpose`: the incident or the ticket',
    see: seeExceptions,
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
    title: 'exception without a requester',
    why: 'without the requester it is unknown whether another person approved it',
    help: 'add `requestedBy`',
    see: seeExceptions,
    example: {
      bad: exceptionExample(`${dated}, purpose: incident 4711, approvedBy: [lead@example.com]`),
      good: goodException,
    },
  },
  {
    code: 'MQ-409',
    severity: 'error',
    title: 'exception without an approval',
    why: 'an exception bypasses the owners of the resource and of the origins, so another person must approve it',
    help: 'add `approvedBy`, at least one person other than the requester',
    see: seeExceptions,
    example: {
      bad: exceptionExample(`${dated}, purpose: incident 4711, requestedBy: dev@example.com`),
      good: goodException,
    },
  },
  {
    code: 'MQ-410',
    severity: 'error',
    title: 'exception approved by its requester',
    why: 'a person cannot approve their own request, whatever their role',
    help: 'have another person approve it',
    see: seeExceptions,
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
    title: 'exception with one approval',
    why: 'a confidential or restricted resource needs two approvals',
    help: 'have a second person approve it',
    see: seeExceptions,
    example: {
      bad: exceptionExample(
        `${dated}, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com]`,
        restrictedResource,
      ),
      good: exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`, restrictedResource),
    },
  },
  {
    code: 'MQ-412',
    severity: 'warning',
    title: 'exception that has ended',
    why: 'it grants nothing any more, and changing the date would grant it again without a request',
    help: 'remove the exception',
    see: [...seeExceptions, 'D12'],
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
    title: 'exception with credentials on a restricted resource',
    why: "an origin that bypassed every review acts with your users' sessions on data that must not leak",
    help: 'omit credentials, or require an origin-bound token as well',
    see: seeExceptions,
    example: {
      bad: exceptionExample(`${dated}, credentials: true, ${EXCEPTION_PEOPLE}`, restrictedResource),
      good: exceptionExample(`${dated}, ${EXCEPTION_PEOPLE}`, restrictedResource),
    },
  },
  {
    code: 'MQ-228',
    severity: 'error',
    title: 'end before start',
    why: 'there is no instant between the two, so the grant never applies; one of the dates is a mistake',
    help: 'put `until` after `from`',
    see: ['D12'],
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
    title: 'grant that has ended',
    why: 'it grants nothing any more, and changing the date would grant it again without a review',
    help: 'remove the grant',
    see: ['D12'],
    example: {
      bad: grantsExample(['{ origins: [web], until: 2020-01-01T00:00:00Z }']),
      good: grantsExample(['{ origins: [web], until: 2127-01-01T00:00:00Z }']),
    },
  },
  {
    code: 'MQ-404',
    severity: 'warning',
    title: 'review overdue',
    why: 'since the review date it has not been confirmed that these origins still belong to their owners',
    help: 'check each origin with the owner of the set, then change the date',
    see: ['docs/guide/policy.md#origins'],
    example: { bad: datedSet('reviewBy: 2020-01-01'), good: datedSet('reviewBy: 2127-01-01') },
  },
  {
    code: 'MQ-405',
    severity: 'warning',
    title: 'set that has ended',
    why: 'no layer trusts it any more, and changing the date would trust all of it again without a review',
    help: 'remove the set, or have its owner renew it',
    see: ['D12'],
    example: {
      bad: datedSet('until: 2020-01-01T00:00:00Z'),
      good: datedSet('until: 2127-01-01T00:00:00Z'),
    },
  },
  {
    code: 'MQ-226',
    severity: 'error',
    title: 'exception without effect',
    why: 'it looks like the reason for an access that the resource grants anyway, and its end would change nothing',
    help: 'remove the exception, or request what is missing',
    see: seeExceptions,
    example: {
      bad: exceptionExample(
        `id: EX-1, origin: https://app.example.com, resource: account, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}`,
      ),
      good: goodException,
    },
  },
  {
    code: 'MQ-227',
    severity: 'error',
    title: 'exception too long',
    why: 'a permanent need is a grant, with an owner and a review',
    help: 'shorten the exception, or put the origin into a set',
    see: seeExceptions,
    example: {
      bad: exceptionExample(
        exceptionKeys('from: 2098-11-21T00:00:00Z, until: 2099-11-21T00:00:00Z'),
      ),
      good: goodException,
    },
  },
  {
    code: 'MQ-414',
    severity: 'warning',
    title: 'person without an address',
    why: 'without an address there is no contact when an origin changes hands, a review is due or an approval is questioned, and two spellings of one person cannot be recognised',
    help: 'write an e-mail address, of a person or of a team',
    see: ['docs/guide/policy.md#origins', ...seeExceptions],
    example: {
      bad: setExample(
        '{ allow: [https://portal.acme.example], owner: web team, purpose: partner portal }',
      ),
      good: goodSet,
    },
  },
  {
    code: 'MQ-415',
    severity: 'warning',
    title: 'acknowledgement of something other than a warning',
    why: 'only warnings can be accepted: an error stays an error, and a note fails no check',
    help: 'write the code of a warning, or remove the acknowledgement',
    see: seeAcknowledged,
    example: {
      bad: acknowledging(
        '{ code: MQ-201, at: partners, why: ticket 4711, by: security@example.com, until: 2099-01-31T00:00:00Z }',
      ),
      good: acknowledging(),
    },
  },
  {
    code: 'MQ-416',
    severity: 'warning',
    title: 'acknowledgement of nothing',
    why: 'what was accepted is gone, or `at` or `code` is misspelt; if the warning comes back for another reason, it would stay hidden',
    help: 'remove the acknowledgement, or correct `code` and `at`',
    see: seeAcknowledged,
    example: {
      bad: acknowledging(
        '{ code: MQ-404, at: partners, why: ticket 4711, by: security@example.com, until: 2099-01-31T00:00:00Z }',
      ),
      good: acknowledging(),
    },
  },
  {
    code: 'MQ-417',
    severity: 'warning',
    title: 'acknowledgement that has ended',
    why: 'the warning is reported again, so that the reason for which it was accepted is reviewed',
    help: 'fix the cause of the warning, or accept it again with a new date',
    see: [...seeAcknowledged, 'D12'],
    example: {
      bad: acknowledging(
        '{ code: MQ-403, at: account, why: ticket 4711, by: security@example.com, until: 2020-01-31T00:00:00Z }',
      ),
      good: acknowledging(),
    },
  },
  {
    code: 'MQ-418',
    severity: 'error',
    title: 'acknowledgement without a reason or a person',
    why: 'without a reason and a person, a later reviewer cannot judge whether the acknowledgement still holds',
    help: 'write in `why` the reason for which the warning is accepted, and in `by` who accepts it',
    see: seeAcknowledged,
    example: {
      bad: acknowledging(
        '{ code: MQ-403, at: account, why: "", by: security@example.com, until: 2099-01-31T00:00:00Z }',
      ),
      good: acknowledging(),
    },
  },
]
