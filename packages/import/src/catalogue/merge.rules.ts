/**
 * Findings about several descriptions in one policy, and about hosts.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, compared, GOOD_API } from './examples.ts'

const ORDERS = 'name: orders, match: [{ path: /orders }], sensitivity: internal, grants: []'

/** A second description, at this server. */
function second(server: string, ...paths: readonly string[]): string {
  return apiWith(paths).replace('https://api.example.com', server)
}

const ITEMS = '/items: { get: { responses: {} } }'

/** A description that declares a set, allowed these origins. */
function withSet(origin: string): string {
  return `${GOOD_API}x-marque: { origins: { web: { allow: [${origin}], owner: web@example.com, purpose: application } } }\n`
}

export const mergeRules: readonly FindingRule[] = [
  {
    code: 'MQ-837',
    severity: 'note',
    title: 'operation at an origin of its own',
    why: 'the origin is added to `self`, and the resource names its host',
    help: 'check that the policy is meant to guard that origin too; else set `skip: true` in `x-marque`',
    see: ['D2', 'D6', 'OpenAPI 3.1, 4.8.10.1'],
    example: {
      bad: apiWith([
        '/orders: { get: { servers: [{ url: https://files.example.com }], responses: {} } }',
      ]),
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-838',
    severity: 'warning',
    title: 'grant of `x-marque` to an unknown origin set',
    why: 'the grant is left out, so these origins are denied',
    help: 'declare the set under `origins` in `x-marque` of the document, or in the policy',
    see: ['docs/guide/init.md'],
    example: {
      bad: apiWith([
        '/orders: { get: { x-marque: { grants: [{ origins: [partners] }] }, responses: {} } }',
      ]),
      good: `${withSet('https://app.example.com').replace('get: {', 'get: { x-marque: { grants: [{ origins: [web] }] },')}`,
    },
  },
  {
    code: 'MQ-842',
    severity: 'warning',
    title: 'path of several API descriptions at one host',
    why: 'one of them may be outdated, and each gives the path other methods or another protection',
    help: 'describe the path in one description, or give the descriptions different servers or base paths',
    see: ['D7'],
    example: {
      bad: `${GOOD_API}+++\n${apiWith(['/orders: { post: { responses: {} } }'])}`,
      good: `${GOOD_API}+++\n${apiWith([ITEMS])}`,
    },
  },
  {
    code: 'MQ-844',
    severity: 'note',
    title: 'server that `self` does not have',
    why: 'requests to that host are not decided by this policy, and pages of that origin count as pages of another site',
    help: 'add the origin to `self` if this policy guards it; `marque init --update` does so for another API',
    see: ['D6'],
    example: {
      bad: compared(GOOD_API.replace('api.example.com', 'api.example.org'), ORDERS),
      good: compared(GOOD_API, ORDERS),
    },
  },
  {
    code: 'MQ-845',
    severity: 'warning',
    title: 'description without a public origin among several',
    why: 'without a host its resources match at the hosts of the other descriptions too',
    help: 'name the origin under `servers`, or as `self` in `x-marque`',
    see: ['D2', 'D7'],
    example: {
      bad: `${GOOD_API}+++\n${apiWith([ITEMS]).replace(/servers:.*\n/, '')}`,
      good: `${GOOD_API}+++\n${second('https://items.example.com', ITEMS)}`,
    },
  },
  {
    code: 'MQ-846',
    severity: 'note',
    title: 'origin set with the name of another one',
    why: 'the name of an origin set is unique in a policy, so the later one is renamed',
    help: 'give the sets of the descriptions different names, or the same content',
    see: ['docs/guide/init.md'],
    example: {
      bad: `${withSet('https://app.example.com')}+++\n${withSet('https://www.example.com').replaceAll('/orders', '/items')}`,
      good: `${withSet('https://app.example.com')}+++\n${withSet('https://app.example.com').replaceAll('/orders', '/items')}`,
    },
  },
]
