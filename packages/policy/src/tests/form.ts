/**
 * The shape of a file of policy tests, in the terms that {@link checkShape} walks along.
 *
 * @module
 */
import { REASONS, type Reason } from '@marque/core'
import type { DocumentKind, Form } from '../document/index.ts'

const text: Form = { type: 'string' }
const texts: Form = { type: 'array', items: text }
const any: Form = { $ref: 'any' }

/** What layers say by themselves, and what takes an incident or the end of a lease: a case has neither. */
const NOT_OF_A_CASE: readonly Reason[] = [
  'no-policy',
  'rate-limited',
  'locked-down',
  'policy-stale',
]

/** What is judged only when the request itself comes. */
const NOT_OF_A_PREFLIGHT: readonly Reason[] = [
  'same-origin',
  'not-cors',
  'cross-site-blocked',
  'websocket-not-granted',
  'token-required',
  'token-invalid',
]

/** The reasons that a case can end with. */
export const CASE_REASONS: readonly Reason[] = REASONS.filter(
  (reason) => !NOT_OF_A_CASE.includes(reason),
)

/** What `expect.preflight` can be. */
const PREFLIGHT_WORDS: readonly string[] = [
  'not-needed',
  'granted',
  ...CASE_REASONS.filter((reason) => reason !== 'granted' && !NOT_OF_A_PREFLIGHT.includes(reason)),
]

const token: Form = {
  type: 'object',
  properties: {
    id: text,
    origin: text,
    tenant: { anyOf: [text, { type: 'null' }] },
    resource: text,
    until: text,
  },
  required: ['origin', 'resource', 'until'],
  additionalProperties: false,
}

const context: Form = {
  type: 'object',
  properties: {
    tenant: { anyOf: [text, { type: 'null' }] },
    apiVersion: text,
    authenticatedAt: text,
    roles: texts,
    scopes: texts,
    claims: { type: 'object', additionalProperties: any },
    token: { anyOf: [{ type: 'string', enum: ['invalid'] }, token] },
  },
  additionalProperties: false,
}

const expect: Form = {
  type: 'object',
  properties: {
    preflight: { type: 'string', enum: PREFLIGHT_WORDS },
    reach: { type: 'boolean' },
    read: { type: 'boolean' },
    reason: { type: 'string', enum: CASE_REASONS },
    resource: { anyOf: [text, { type: 'null' }] },
  },
  additionalProperties: false,
}

const oneCase: Form = {
  type: 'object',
  properties: {
    name: text,
    origin: { anyOf: [text, { type: 'null' }] },
    method: text,
    url: text,
    requestHeaders: { anyOf: [texts, { type: 'object', additionalProperties: text }] },
    credentials: { type: 'string', enum: ['omit', 'include'] },
    context,
    now: text,
    expect,
  },
  required: ['name', 'url', 'expect'],
  additionalProperties: false,
}

/** A file of policy tests. */
export const TEST_FILE: DocumentKind = {
  name: 'test file',
  form: {
    type: 'object',
    properties: {
      policy: text,
      env: text,
      now: text,
      cases: { type: 'array', items: oneCase },
    },
    required: ['policy', 'cases'],
    additionalProperties: false,
  },
}
