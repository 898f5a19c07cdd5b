/**
 * What can be wrong with hosts, paths, methods and header names.
 *
 * @module
 */

import { GOOD, resourceAt, withGrant } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const requestRules: readonly FindingRule[] = [
  {
    code: 'MQ-160',
    severity: 'error',
    title: 'not a host',
    why: 'no request has such a host, so the resource would guard nothing',
    help: 'write the host as it stands in the address, in lower case, or `*.` and a host',
    see: ['D2', 'D7'],
    example: {
      bad: resourceAt(
        'match: [{ host: "https://api.example.com", path: /v1/** }]',
        'sensitivity: internal',
        'grants: []',
      ),
      good: resourceAt(
        'match: [{ host: api.example.com, path: /v1/** }]',
        'sensitivity: internal',
        'grants: []',
      ),
    },
  },
  {
    code: 'MQ-161',
    severity: 'error',
    title: 'not a path pattern',
    why: 'a pattern that layers read differently protects at some of them only',
    help: 'write literal segments, `{name}` for one segment, `**` last for anything below',
    see: ['D4', 'D5'],
    example: {
      bad: resourceAt('match: [{ path: "/v1/*/items" }]', 'sensitivity: internal', 'grants: []'),
      good: resourceAt(
        'match: [{ path: "/v1/{id}/items" }]',
        'sensitivity: internal',
        'grants: []',
      ),
    },
  },
  {
    code: 'MQ-162',
    severity: 'error',
    title: 'a host that names no tenant',
    why: 'without the tenant in the host every request would be without one',
    help: 'write `{tenant}.` and the host: `{tenant}.api.example.com`',
    see: ['D15'],
    example: {
      bad: `${GOOD}tenants: { identify: { host: "api.{tenant}.example.com" }, members: {} }\n`,
      good: `${GOOD}tenants: { identify: { host: "{tenant}.api.example.com" }, members: {} }\n`,
    },
  },
  {
    code: 'MQ-163',
    severity: 'error',
    title: 'a path that names no tenant',
    why: 'without the tenant in the path every request would be without one',
    help: 'write `{tenant}` as one segment: `/t/{tenant}/**`',
    see: ['D15'],
    example: {
      bad: `${GOOD}tenants: { identify: { path: "/t/{name}/**" }, members: {} }\n`,
      good: `${GOOD}tenants: { identify: { path: "/t/{tenant}/**" }, members: {} }\n`,
    },
  },
  {
    code: 'MQ-164',
    severity: 'error',
    title: 'a path that names no API version',
    why: 'conditions on the version would never hold',
    help: 'write `{apiVersion}` as one segment: `/{apiVersion}/**`',
    see: ['D11'],
    example: {
      bad: `${GOOD}context: { apiVersion: { path: "/{version}/**" } }\n`,
      good: `${GOOD}context: { apiVersion: { path: "/{apiVersion}/**" } }\n`,
    },
  },
  {
    code: 'MQ-165',
    severity: 'error',
    title: 'not a method',
    why: 'no request can have such a method',
    help: 'write the name of the method: letters, no white space',
    see: ['RFC 9110, 9.1', 'D27'],
    example: {
      bad: withGrant('methods: ["GET POST"]'),
      good: withGrant('methods: [GET, POST]'),
    },
  },
  {
    code: 'MQ-166',
    severity: 'error',
    title: 'a forbidden method',
    why: 'browsers refuse to send it, and TRACE shows cookies to whoever reads the answer',
    help: 'remove it',
    see: ['Fetch, forbidden method', 'D27'],
    example: {
      bad: withGrant('methods: [GET, TRACE]'),
      good: withGrant('methods: [GET]'),
    },
  },
  {
    code: 'MQ-167',
    severity: 'warning',
    title: 'a method in another case',
    why: 'browsers send these six in upper case whatever script says; it is read so here too',
    help: 'write it in upper case',
    see: ['Fetch, normalize a method', 'D27'],
    example: {
      bad: withGrant('methods: [get]'),
      good: withGrant('methods: [GET]'),
    },
  },
  {
    code: 'MQ-168',
    severity: 'warning',
    title: 'a lower-case method',
    why: 'methods are compared with their case and browsers send this one as script wrote it, so `PATCH` would not be granted; Chromium before 109 compared it in upper case and refused it',
    help: 'write it in upper case unless the lower case is meant',
    see: ['Fetch, normalize a method', 'D27'],
    example: {
      bad: withGrant('methods: [patch]'),
      good: withGrant('methods: [PATCH]'),
    },
  },
  {
    code: 'MQ-169',
    severity: 'error',
    title: 'not a header name',
    why: 'one such name in an answer makes browsers refuse the whole preflight',
    help: 'write the name alone: letters, digits and `-`',
    see: ['RFC 9110, 5.6.2', 'D24'],
    example: {
      bad: withGrant('requestHeaders: ["x trace"]'),
      good: withGrant('requestHeaders: [x-trace]'),
    },
  },
  {
    code: 'MQ-170',
    severity: 'error',
    title: 'a header that script cannot set',
    why: 'browsers set it by themselves or not at all; granting it says nothing and looks as if cookies or identities were handed out here',
    help: 'remove it; cookies travel with `credentials: true`',
    see: ['Fetch, forbidden request-header', 'D27'],
    example: {
      bad: withGrant('requestHeaders: [cookie]'),
      good: withGrant('requestHeaders: [x-csrf-token]'),
    },
  },
  {
    code: 'MQ-171',
    severity: 'error',
    title: 'a header of the other direction',
    why: 'it never travels this way, so the entry says nothing',
    help: 'remove it',
    see: ['Fetch, HTTP extensions', 'D27'],
    example: {
      bad: withGrant('requestHeaders: [access-control-allow-origin]'),
      good: withGrant('requestHeaders: [x-csrf-token]'),
    },
  },
  {
    code: 'MQ-172',
    severity: 'error',
    title: 'a header that script cannot read',
    why: 'browsers keep it from script whatever is exposed',
    help: 'remove it',
    see: ['Fetch, forbidden response-header name', 'D27'],
    example: {
      bad: withGrant('exposeHeaders: [set-cookie]'),
      good: withGrant('exposeHeaders: [etag]'),
    },
  },
]
