/**
 * The catalogue of what is wrong with `*`.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const open = { resource: ['sensitivity: public'] }

export const anyOriginRules: readonly FindingRule[] = [
  {
    code: 'MQ-202',
    severity: 'error',
    title: 'any origin with credentials',
    why: 'every page on the web could read what your users see; layers that "fix" the refusal of browsers by reflecting the origin make exactly that hole',
    help: 'name the origin sets that need credentials, or drop `credentials`',
    see: ['DECISION D10', 'DESIGN 3', 'Fetch, CORS check'],
    example: {
      bad: grantsExample(['{ origins: ["*"], credentials: true }'], open),
      good: grantsExample(['{ origins: [web], credentials: true }'], open),
    },
  },
  {
    code: 'MQ-203',
    severity: 'error',
    title: '`*` beside other origins',
    why: 'the other origins say nothing any more: whoever reads the list believes that it is closed, and it is open',
    help: 'keep `*` alone, or list the origins without it; a grant of its own may follow for `*`',
    see: ['DECISION D10', 'DESIGN 3'],
    example: {
      bad: grantsExample(['{ origins: [web, "*"] }'], open),
      good: grantsExample(['{ origins: ["*"] }'], open),
    },
  },
  {
    code: 'MQ-204',
    severity: 'error',
    title: 'any origin under a condition',
    why: 'a condition binds an identity to an origin; `*` answers everybody alike, caches included',
    help: 'name the origins for which the condition is meant, or drop `when`',
    see: ['DECISION D10'],
    example: {
      bad: grantsExample(['{ origins: ["*"], when: { roles: [reader] } }'], {
        ...open,
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        ...open,
        top: ['context: { roles: { claim: roles } }'],
      }),
    },
  },
  {
    code: 'MQ-205',
    severity: 'error',
    title: 'WebSockets for any origin',
    why: 'cookies always travel with a WebSocket and no browser checks the answer: any page could talk as your user',
    help: 'name the origins that may open WebSockets',
    see: ['DECISION D25'],
    example: {
      bad: grantsExample(['{ origins: ["*"], websocket: true }'], open),
      good: grantsExample(['{ origins: [web], credentials: true, websocket: true }'], open),
    },
  },
  {
    code: 'MQ-206',
    severity: 'error',
    title: '`*` in request headers with credentials',
    why: 'with credentials browsers read `*` as a header of that name; layers that echo what was asked for instead grant every header to every caller',
    help: 'write every header name out',
    see: ['DECISION D24', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], credentials: true, requestHeaders: ["*"] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }']),
    },
  },
  {
    code: 'MQ-207',
    severity: 'error',
    title: '`*` in exposed headers with credentials',
    why: 'with credentials browsers read `*` as a header of that name: nothing is exposed, and the list looks as if all were',
    help: 'write every header name out',
    see: ['DESIGN 3', 'Fetch, HTTP extensions'],
    example: {
      bad: grantsExample(['{ origins: [web], credentials: true, exposeHeaders: ["*"] }']),
      good: grantsExample(['{ origins: [web], exposeHeaders: ["*"] }']),
    },
  },
  {
    code: 'MQ-208',
    severity: 'error',
    title: 'header names beside `*`',
    why: '`*` covers every name but `authorization`, so the others say nothing and mislead who reads the list',
    help: 'keep `*` alone or beside `authorization`, or write the names out without `*`',
    see: ['DECISION D24', 'DESIGN 3'],
    example: {
      bad: grantsExample(['{ origins: [web], requestHeaders: ["*", x-trace] }']),
      good: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }']),
    },
  },
  {
    code: 'MQ-209',
    severity: 'error',
    title: '`*` among the methods',
    why: 'with credentials browsers read `*` as a method of that name; without, it grants methods that the API does not have yet',
    help: 'name the methods',
    see: ['DESIGN 3', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: ["*"] }']),
      good: grantsExample(['{ origins: [web], methods: [GET, PURGE] }']),
    },
  },
]
