/**
 * Changes of a resource with grants to `@tenant`, and the tenants that the report names.
 *
 * @module
 */
import { type DiffCase, policy } from './diff.cases.ts'

/** @param lists The origin that each tenant lists. */
function tenants(lists: { readonly [name: string]: string }, grant: string): string {
  const members = Object.entries(lists).map(
    ([name, origin]) =>
      `    ${name}: { allow: ['${origin}'], owner: it@${name}.example, purpose: portal }\n`,
  )
  return policy(
    `  - { name: orders, match: [{ path: /o/** }], sensitivity: internal, grants: [${grant}] }\n`,
    `tenants:\n  identify: { host: '{tenant}.api.example.com' }\n  members:\n${members.join('')}`,
  )
}

const APP = 'https://app.example.com'
const A = 'https://a.example.net'
const B = 'https://b.example.net'
const OWN = "{ origins: ['@tenant'] }"
const OWN_AND_WEB = "{ origins: ['@tenant', web] }"
const OWN_WITH_PUT = "{ origins: ['@tenant'], methods: [GET, PUT] }"

export const tenantCases: readonly DiffCase[] = [
  {
    name: 'a set beside the origins of tenants, of which one lists the origin already',
    before: tenants({ globex: A, initech: APP }, OWN),
    after: tenants({ globex: A, initech: APP }, OWN_AND_WEB),
    want: [
      `wider read: ${APP} (set web) may read GET /o/** without credentials, without tenant and for the tenant \`globex\``,
    ],
  },
  {
    name: 'a set beside the origins of tenants, all of which list the origin already',
    before: tenants({ globex: APP, initech: APP }, OWN),
    after: tenants({ globex: APP, initech: APP }, OWN_AND_WEB),
    want: [`wider read: ${APP} (set web) may read GET /o/** without credentials, without tenant`],
  },
  {
    name: 'a set beside the origins of tenants, none of which lists the origin',
    before: tenants({ globex: A, initech: B }, OWN_AND_WEB),
    after: tenants({ globex: A, initech: B }, OWN),
    want: [`tighter read: ${APP} (set web) may no longer read GET /o/** without credentials`],
  },
  {
    name: 'a method for an origin that every tenant lists',
    before: tenants({ globex: A, initech: A }, OWN),
    after: tenants({ globex: A, initech: A }, OWN_WITH_PUT),
    want: [`wider read: ${A} may read PUT /o/** without credentials, for every tenant`],
  },
  {
    name: 'a method for an origin that two of three tenants list',
    before: tenants({ globex: A, initech: A, umbrella: B }, OWN),
    after: tenants({ globex: A, initech: A, umbrella: B }, OWN_WITH_PUT),
    want: [
      `wider read: ${A} may read PUT /o/** without credentials, for the tenants \`globex\` and \`initech\``,
      `wider read: ${B} may read PUT /o/** without credentials, for the tenant \`umbrella\``,
    ],
  },
  {
    name: 'a method for an origin that four of five tenants list',
    before: tenants({ a: A, b: A, c: A, d: A, e: B }, OWN),
    after: tenants({ a: A, b: A, c: A, d: A, e: B }, OWN_WITH_PUT),
    want: [
      `wider read: ${A} may read PUT /o/** without credentials, for 4 tenants`,
      `wider read: ${B} may read PUT /o/** without credentials, for the tenant \`e\``,
    ],
  },
]
