/**
 * The catalogue of lists of origins.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample, setExample } from './judgement-examples.ts'

const set = (allow: string): string =>
  setExample(`{ allow: [${allow}], owner: p@example.com, purpose: partners }`)

const partners = (allow: string): string =>
  `partners: { allow: [${allow}], owner: p@example.com, purpose: partners }`

export const setRules: readonly FindingRule[] = [
  {
    code: 'MQ-303',
    severity: 'warning',
    title: 'a set that no grant names',
    why: 'it trusts nobody today, and whoever names it later gets a list that nobody has looked at since',
    help: 'remove it, or name it in a grant',
    see: ['DESIGN 3'],
    example: {
      bad: grantsExample(['{ origins: [web] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
      good: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
    },
  },
  {
    code: 'MQ-305',
    severity: 'warning',
    title: 'an origin twice in one list',
    why: 'whoever removes one of the two believes that the trust is gone',
    help: 'remove one of them',
    see: ['libraries: redundant origins'],
    example: {
      bad: set('https://a.example.com, https://a.example.com'),
      good: set('https://a.example.com, https://b.example.com'),
    },
  },
  {
    code: 'MQ-306',
    severity: 'note',
    title: 'an origin twice in one grant',
    why: 'taking it out of one set does not end the trust, and the later of the two ends decides',
    help: 'keep it in the set whose owner answers for it',
    see: ['DECISION D18'],
    example: {
      bad: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://app.example.com')],
      }),
      good: grantsExample(['{ origins: [web, partners] }'], {
        sets: [partners('https://portal.acme.example')],
      }),
    },
  },
  {
    code: 'MQ-307',
    severity: 'warning',
    title: 'an origin that a pattern beside it covers',
    why: 'it says nothing: removing it would not end the trust',
    help: 'remove it, or remove the pattern and keep the exact origins',
    see: ['DESIGN 1, origin pattern'],
    example: {
      bad: set('"https://*.example.com", "https://*.a.example.com"'),
      good: set('"https://*.example.com", "https://example.com"'),
    },
  },
  {
    code: 'MQ-321',
    severity: 'warning',
    title: 'trial and production origins in one set',
    why: 'trial systems are watched less and hold test code; in production they would be trusted like the real ones',
    help: 'put them into a set of their own, with `environments` that leave production out',
    see: ['DESIGN 3'],
    example: {
      bad: set('https://app.example.com, https://app.staging.example.com'),
      good: set('https://app.example.com, https://admin.example.com'),
    },
  },
  {
    code: 'MQ-335',
    severity: 'warning',
    title: '`self` among the origins',
    why: 'requests from the guarded origin to itself are never cross-origin, so granting them changes nothing',
    help: 'remove it',
    see: ['DECISION D6'],
    example: {
      bad: set('https://api.example.com'),
      good: set('https://app.example.com'),
    },
  },
]
