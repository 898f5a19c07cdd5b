/**
 * The catalogue of what a sensitivity does not allow.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const see = ['DESIGN 3, what a sensitivity allows']
const confidential = { resource: ['sensitivity: confidential'] }
const restricted = { resource: ['sensitivity: restricted', 'owner: accounts@example.com'] }
const previews =
  'previews: { allow: ["https://*.preview.example.com"], owner: web@example.com, purpose: previews, reviewBy: 2099-05-01 }'

export const sensitivityRules: readonly FindingRule[] = [
  {
    code: 'MQ-216',
    severity: 'error',
    title: 'any origin on a resource that is not public',
    why: 'script of every page on the web could read it, also from inside your network',
    help: 'name the origins, or declare the resource `public` where a leak costs nothing',
    see,
    example: {
      bad: grantsExample(['{ origins: ["*"] }']),
      good: grantsExample(['{ origins: ["*"] }'], { resource: ['sensitivity: public'] }),
    },
  },
  {
    code: 'MQ-217',
    severity: 'error',
    title: 'pattern with credentials on a confidential resource',
    why: 'whoever takes over one forgotten name under the pattern reads confidential answers as your users',
    help: 'list the exact origins',
    see,
    example: {
      bad: grantsExample(['{ origins: [previews], credentials: true }'], {
        ...confidential,
        sets: [previews],
      }),
      good: grantsExample(['{ origins: [previews] }'], { ...confidential, sets: [previews] }),
    },
  },
  {
    code: 'MQ-218',
    severity: 'error',
    title: 'pattern on a restricted resource',
    why: 'a pattern trusts names that do not exist yet; on a restricted resource each origin is a decision of its own',
    help: 'list the exact origins',
    see,
    example: {
      bad: grantsExample(['{ origins: [previews] }'], { ...restricted, sets: [previews] }),
      good: grantsExample(['{ origins: [web] }'], restricted),
    },
  },
  {
    code: 'MQ-219',
    severity: 'error',
    title: 'reach without read on a restricted resource',
    why: 'the request changes state though its sender never sees the answer, which is what request forgery needs',
    help: 'give the callback a resource of its own with a lower sensitivity',
    see: [...see, 'DECISION D14'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [POST], read: false }'], restricted),
      good: grantsExample(['{ origins: [web], methods: [POST] }'], restricted),
    },
  },
  {
    code: 'MQ-220',
    severity: 'error',
    title: 'preflights of a restricted resource are kept too long',
    why: 'browsers go on using a kept preflight after the grant is gone',
    help: 'set `maxAge` to `10m` or less',
    see: [...see, 'DECISION D18'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 601 }'], restricted),
      good: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 10m }'], restricted),
    },
  },
  {
    code: 'MQ-221',
    severity: 'error',
    title: 'set of a restricted resource without a review date',
    why: 'trust in something restricted must end or be renewed by a person, never last by being forgotten',
    help: 'add `reviewBy` to the set',
    see,
    example: {
      bad: grantsExample(['{ origins: [partners] }'], {
        ...restricted,
        sets: [
          'partners: { allow: [https://portal.acme.example], owner: p@example.com, purpose: portal }',
        ],
      }),
      good: grantsExample(['{ origins: [partners] }'], {
        ...restricted,
        sets: [
          'partners: { allow: [https://portal.acme.example], owner: p@example.com, purpose: portal, reviewBy: 2099-05-01 }',
        ],
      }),
    },
  },
]
