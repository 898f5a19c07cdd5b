/**
 * The catalogue of conditions.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { grantsExample } from './judgement-examples.ts'

const tenants = [
  'tenants:',
  '  identify: { host: "{tenant}.api.example.com" }',
  '  members:',
  '    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: portal }',
]

export const conditionRules: readonly FindingRule[] = [
  {
    code: 'MQ-222',
    severity: 'error',
    title: 'roles or scopes without a source',
    why: 'a condition whose value comes from nowhere would never hold, or be taken from where an attacker writes it',
    help: 'name the claim under `context`',
    see: ['DECISION D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }']),
      good: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
    },
  },
  {
    code: 'MQ-223',
    severity: 'error',
    title: 'API version without a source',
    why: 'a condition whose value comes from nowhere never holds',
    help: 'say under `context` whether the version stands in the path, in a header or in a claim',
    see: ['DECISION D11'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }']),
      good: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }'], {
        top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
      }),
    },
  },
  {
    code: 'MQ-230',
    severity: 'error',
    title: 'a claim that is no JSON Pointer',
    why: 'a claim that is looked for in the wrong place never holds',
    help: 'start with `/`; write `~1` for a slash and `~0` for a tilde inside a name',
    see: ['RFC 6901 3', 'DESIGN 3'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { claims: { org_id: acme } } }']),
      good: grantsExample(['{ origins: [web], when: { claims: { /org_id: acme } } }']),
    },
  },
  {
    code: 'MQ-231',
    severity: 'error',
    title: '`{tenant}` without tenants',
    why: 'nothing tells the tenant of a request, so nothing can stand for it',
    help: 'describe the tenants under `tenants`, or write the value out',
    see: ['DECISION D15'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { claims: { /org_id: "{tenant}" } } }']),
      good: grantsExample(['{ origins: [web], when: { claims: { /org_id: "{tenant}" } } }'], {
        more: tenants,
      }),
    },
  },
  {
    code: 'MQ-316',
    severity: 'note',
    title: 'a condition that a preflight cannot know',
    why: 'a preflight carries no identity; it is answered as if the condition held, and each actual request is checked',
    help: 'rely on authentication and authorisation of the actual request; where the origins differ by role, give each role an origin of its own',
    see: ['DECISION D11', 'Fetch, CORS-preflight fetch'],
    example: {
      bad: grantsExample(['{ origins: [web], when: { roles: [reader] } }'], {
        top: ['context: { roles: { claim: roles } }'],
      }),
      good: grantsExample(['{ origins: [web], when: { apiVersion: [v1] } }'], {
        top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
      }),
    },
  },
]
