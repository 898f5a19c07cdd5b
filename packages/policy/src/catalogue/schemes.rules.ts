/**
 * The catalogue of origins without TLS and of loopback.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { setExample } from './judgement-examples.ts'

const set = (origin: string, environments = ''): string =>
  `{ allow: ["${origin}"], owner: p@example.com, purpose: partners${environments} }`

export const schemeRules: readonly FindingRule[] = [
  {
    code: 'MQ-210',
    severity: 'error',
    title: 'credentials for an origin without TLS',
    why: "anybody on the way to that page can write script into it, and that script would act with your users' credentials",
    help: 'serve the page over `https:`, or take the credentials away; loopback origins are exempt',
    see: ['DESIGN 3', 'Secure Contexts 3.1'],
    example: {
      bad: setExample(
        set('http://portal.acme.example'),
        '{ origins: [partners], credentials: true }',
      ),
      good: setExample(set('http://localhost:3000'), '{ origins: [partners], credentials: true }'),
    },
  },
  {
    code: 'MQ-317',
    severity: 'warning',
    title: 'origin without TLS',
    why: 'anybody on the way to that page can write script into it and read what the origin may read',
    help: 'serve the page over `https:`',
    see: ['DESIGN 3'],
    example: {
      bad: setExample(set('http://portal.acme.example')),
      good: setExample(set('https://portal.acme.example')),
    },
  },
  {
    code: 'MQ-318',
    severity: 'warning',
    title: 'loopback origin in production',
    why: "any program on a user's own machine can serve a page there, and would be trusted by production",
    help: 'put it into a set with `environments` that leave production out',
    see: ['DESIGN 3'],
    example: {
      bad: setExample(set('http://localhost:3000')),
      good: setExample(set('http://localhost:3000', ', environments: [staging]')),
    },
  },
]
