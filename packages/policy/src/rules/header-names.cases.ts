/**
 * Header names that look alike and are judged apart.
 *
 * @module
 */
import {
  EXCEPTION_DATES,
  EXCEPTION_ORIGIN,
  EXCEPTION_PEOPLE,
  exceptionExample,
  grantsExample,
} from '../catalogue/examples.ts'
import type { JudgementCase } from './unsafe.cases.ts'

const asked = (...names: readonly string[]): string =>
  grantsExample([
    `{ origins: [web], requestHeaders: [${names.map((name) => `"${name}"`).join(', ')}] }`,
  ])
const exposed = (...names: readonly string[]): string =>
  grantsExample([
    `{ origins: [web], exposeHeaders: [${names.map((name) => `"${name}"`).join(', ')}] }`,
  ])
const requestHeaders = '/resources/0/grants/0/requestHeaders'
const exposeHeaders = '/resources/0/grants/0/exposeHeaders'
const login = { resource: ['sensitivity: internal', 'authentication: required'] }
const roles = { top: ['context: { roles: { claim: roles } }'] }

export const headerNameCases: readonly JudgementCase[] = [
  ...[
    'X-HTTP-Method-Override',
    'X-HTTP-Method',
    'X-Method-Override',
    'x-original-url',
    'X-Rewrite-URL',
    'x-forwarded-host',
    'Forwarded',
    'X-HTTP-Host-Override',
    'x-forwarded-server',
    'x-override-url',
    'x-ms-original-url',
    'x-envoy-original-path',
    'x-tunneled-method',
  ].map((name) => ({
    name: `F24: ${name} replaces a part of the request`,
    text: asked('content-type', name),
    has: [`MQ-350 ${requestHeaders}`],
  })),
  ...[
    'x-requested-with',
    'x-http-version',
    'x-original-filename',
    'x-forwarded-for-tests',
    'method',
    'x-payment-method',
  ].map((name) => ({ name: `${name} replaces nothing`, text: asked(name), not: ['MQ-350'] })),
  ...[
    'x-api-key',
    'api-key',
    'apikey',
    'X-ApiKey',
    'api_key',
    'x-acme-key',
    'ocp-apim-subscription-key',
    'x-functions-key',
    'x-client-secret',
    'x-api-token',
    'private-token',
    'circle-token',
    'key',
  ].map((name) => ({
    name: `F24: ${name} is a key in a page`,
    text: asked(name),
    has: [`MQ-351 ${requestHeaders}`],
  })),
  ...[
    'idempotency-key',
    'x-idempotency-key',
    'x-cache-key',
    'x-partition-key',
    'authorization',
    'x-csrf-token',
    'x-keyboard',
    'x-monkey',
    'x-key-id',
    'x-auth-token',
  ].map((name) => ({ name: `${name} is no API key`, text: asked(name), not: ['MQ-351'] })),
  {
    name: 'F24: a part-wildcard is an error',
    text: asked('x-*'),
    has: [`MQ-238 ${requestHeaders}`],
  },
  {
    name: 'F24: a part-wildcard at the start',
    text: asked('*-id'),
    has: [`MQ-238 ${requestHeaders}`],
  },
  {
    name: 'F24: a part-wildcard, exposed',
    text: exposed('x-ratelimit-*'),
    has: [`MQ-238 ${exposeHeaders}`],
  },
  { name: '`*` alone is a wildcard', text: asked('*'), not: ['MQ-238'] },
  { name: '`*` alone is a wildcard, exposed', text: exposed('*'), not: ['MQ-238'] },
  {
    name: 'F24: `*` where a login is required',
    text: grantsExample(['{ origins: [web], requestHeaders: ["*"] }'], login),
    has: [`MQ-352 ${requestHeaders}`],
  },
  {
    name: 'F24: `*` beside a condition on the login',
    text: grantsExample(
      ['{ origins: [web], requestHeaders: ["*"], when: { roles: [reader] } }'],
      roles,
    ),
    has: [`MQ-352 ${requestHeaders}`],
  },
  {
    name: 'F24: `*` beside an age of the login',
    text: grantsExample([
      '{ origins: [web], requestHeaders: ["*"], when: { authenticatedWithin: 5m } }',
    ]),
    has: [`MQ-352 ${requestHeaders}`],
  },
  { name: '`*` where nobody logs in', text: asked('*'), not: ['MQ-352'] },
  {
    name: '`*` beside an API version',
    text: grantsExample(['{ origins: [web], requestHeaders: ["*"], when: { apiVersion: [v1] } }'], {
      top: ['context: { apiVersion: { path: "/{apiVersion}/**" } }'],
    }),
    not: ['MQ-352'],
  },
  {
    name: '`*` and authorization where a login is required',
    text: grantsExample(['{ origins: [web], requestHeaders: ["*", authorization] }'], login),
    not: ['MQ-352'],
  },
  {
    name: '`*` with credentials is MQ-206 alone',
    text: grantsExample(['{ origins: [web], requestHeaders: ["*"], credentials: true }'], login),
    has: [`MQ-206 ${requestHeaders}`],
    not: ['MQ-352'],
  },
  ...[
    'x-auth-token',
    'X-Session-Id',
    'x-session',
    'x-client-secret',
    'x-password',
    'x-api-key',
    'authorization',
    'x-jwt',
    'x-accesstoken',
    'x-csrf-token',
    'refresh_token',
    'x-signing-key',
    'x-token-value',
  ].map((name) => ({
    name: `F24: ${name} is exposed`,
    text: exposed('etag', name),
    has: [`MQ-353 ${exposeHeaders}`],
  })),
  ...[
    'etag',
    'x-request-id',
    'x-next-page-token',
    'x-ms-continuation-token',
    'x-ratelimit-remaining-tokens',
    'x-tokens-used',
    'x-token-expires',
    'x-session-timeout',
    'x-session-duration',
    'idempotency-key',
    'surrogate-key',
    'x-key-id',
    'x-total-count',
    'x-tokenizer',
  ].map((name) => ({ name: `${name} is no secret`, text: exposed(name), not: ['MQ-353'] })),
  {
    name: 'F24: an exception is judged alike',
    text: exceptionExample(
      `${EXCEPTION_ORIGIN}, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}, requestHeaders: [x-api-key, x-http-method], exposeHeaders: [x-auth-token]`,
    ),
    has: [
      'MQ-351 /exceptions/0/requestHeaders',
      'MQ-350 /exceptions/0/requestHeaders',
      'MQ-353 /exceptions/0/exposeHeaders',
    ],
  },
]
