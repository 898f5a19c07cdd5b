/**
 * Findings about a policy as a whole.
 *
 * @module
 */
import { GOOD, grantsExample, withOrigins } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const credentialed = '{ origins: [web], credentials: true }'
const restricted = { resource: ['sensitivity: restricted', 'owner: accounts@example.com'] }
const versions = { top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'] }
const open = (path: string): string =>
  grantsExample([credentialed], {
    more: [
      '  - name: assets',
      `    match: [{ path: ${path} }]`,
      '    sensitivity: public',
      '    grants: [{ origins: ["*"] }]',
    ],
  })

export const wholePolicyRules: readonly FindingRule[] = [
  {
    code: 'MQ-354',
    severity: 'note',
    title: 'open resource above one with credentials',
    why: 'a path that the narrower match does not cover, such as a new endpoint beside it, falls to the open resource, and every page can read it',
    help: 'move what is open below a path of its own, or give the tree a resource that is not public and list the open paths',
    see: ['D7', 'docs/guide/policy.md#resources'],
    example: { bad: open('/**'), good: open('/assets/**') },
  },
  {
    code: 'MQ-355',
    severity: 'warning',
    title: 'API without TLS that takes logins',
    why: "anyone on the network path reads your users' cookies or tokens, and the responses, whatever the origin of the page",
    help: 'serve the API over `https:` and write that origin; if TLS ends at a proxy, write the origin that browsers use; loopback origins are exempt',
    see: ['docs/guide/policy.md#header', 'Secure Contexts, 3.1'],
    example: {
      bad: grantsExample([credentialed], restricted).replace(
        'https://api.example.com',
        'http://api.example.com',
      ),
      good: grantsExample([credentialed], restricted),
    },
  },
  {
    code: 'MQ-356',
    severity: 'warning',
    title: 'policy without a resource',
    why: 'nothing is granted, and every request is unmatched: a file that was cut short or merged wrongly looks like this',
    help: 'add the resources of the API; a policy that denies everything on purpose has one resource `/**` without grants',
    see: ['D8', 'docs/guide/policy.md#resources'],
    example: { bad: GOOD, good: withOrigins('https://app.example.com') },
  },
  {
    code: 'MQ-357',
    severity: 'warning',
    title: 'unknown method',
    why: 'methods are compared byte for byte: a grant or match with a misspelt method applies to no request',
    help: 'correct the spelling; a method of your own is fine if clients send exactly that',
    see: ['D27', 'IANA HTTP Method Registry'],
    example: {
      bad: grantsExample(['{ origins: [web], methods: [GET, PSOT] }']),
      good: grantsExample(['{ origins: [web], methods: [GET, POST, PROPFIND] }']),
    },
  },
  {
    code: 'MQ-358',
    severity: 'warning',
    title: 'API versions that differ only in case',
    why: 'versions are compared byte for byte: a client of the one does not get the grant of the other',
    help: 'use one spelling, that of the requests',
    see: ['D11', 'docs/guide/policy.md#conditions'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { apiVersion: [v1, V1] } }'], versions),
      good: grantsExample(['{ origins: [web], when: { apiVersion: [v1, v2] } }'], versions),
    },
  },
]
