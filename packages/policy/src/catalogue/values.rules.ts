/**
 * Findings about hosts, paths, methods, headers, dates and durations (MQ-160 to MQ-179).
 *
 * @module
 */
import { GOOD, resourceAt, withGrant, withReview } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const valueRules: readonly FindingRule[] = [
  {
    code: 'MQ-160',
    severity: 'error',
    title: 'invalid host',
    why: 'no request has this host, so the resource would protect nothing',
    help: 'write the host as in the URL, in lower case, optionally after `*.`',
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
    title: 'invalid path pattern',
    why: 'if layers read a pattern differently, only some of them protect the path',
    help: 'write literal segments, `{name}` for one segment, `**` at the end for everything below',
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
    title: 'tenant host template without `{tenant}`',
    why: 'without the tenant in the host no request would belong to a tenant',
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
    title: 'tenant path template without `{tenant}`',
    why: 'without the tenant in the path no request would belong to a tenant',
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
    title: 'API version path template without `{apiVersion}`',
    why: 'conditions on the API version would never be satisfied',
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
    title: 'invalid method',
    why: 'no request can have this method',
    help: 'write a method name: letters, no white space',
    see: ['RFC 9110, 9.1', 'D27'],
    example: {
      bad: withGrant('methods: ["GET POST"]'),
      good: withGrant('methods: [GET, POST]'),
    },
  },
  {
    code: 'MQ-166',
    severity: 'error',
    title: 'forbidden method',
    why: 'browsers refuse to send it, and TRACE reveals cookies to whoever reads the response',
    help: 'remove the method',
    see: ['Fetch, forbidden method', 'D27'],
    example: {
      bad: withGrant('methods: [GET, TRACE]'),
      good: withGrant('methods: [GET]'),
    },
  },
  {
    code: 'MQ-167',
    severity: 'warning',
    title: 'method not in upper case',
    why: 'browsers send these six methods in upper case however script writes them; they are read in upper case here too',
    help: 'write the method in upper case',
    see: ['Fetch, normalize a method', 'D27'],
    example: {
      bad: withGrant('methods: [get]'),
      good: withGrant('methods: [GET]'),
    },
  },
  {
    code: 'MQ-168',
    severity: 'warning',
    title: 'lower-case method',
    why: 'methods are case-sensitive and browsers send this one as script writes it, so `PATCH` would not be granted; Chromium before 109 compared it in upper case and refused it',
    help: 'write the method in upper case, unless lower case is intended',
    see: ['Fetch, normalize a method', 'D27'],
    example: {
      bad: withGrant('methods: [patch]'),
      good: withGrant('methods: [PATCH]'),
    },
  },
  {
    code: 'MQ-169',
    severity: 'error',
    title: 'invalid header name',
    why: 'one invalid name in a response makes browsers refuse the whole preflight',
    help: 'write only the name: letters, digits and `-`',
    see: ['RFC 9110, 5.6.2', 'D24'],
    example: {
      bad: withGrant('requestHeaders: ["x trace"]'),
      good: withGrant('requestHeaders: [x-trace]'),
    },
  },
  {
    code: 'MQ-170',
    severity: 'error',
    title: 'forbidden request header',
    why: 'browsers set this header themselves, or not at all; granting it has no effect and looks as if cookies or identities were granted',
    help: 'remove the header; `credentials: true` lets cookies be sent',
    see: ['Fetch, forbidden request-header', 'D27'],
    example: {
      bad: withGrant('requestHeaders: [cookie]'),
      good: withGrant('requestHeaders: [x-csrf-token]'),
    },
  },
  {
    code: 'MQ-171',
    severity: 'error',
    title: 'header of the other direction',
    why: 'the header is never sent in this direction, so the entry has no effect',
    help: 'remove the header',
    see: ['Fetch, HTTP extensions', 'D27'],
    example: {
      bad: withGrant('requestHeaders: [access-control-allow-origin]'),
      good: withGrant('requestHeaders: [x-csrf-token]'),
    },
  },
  {
    code: 'MQ-172',
    severity: 'error',
    title: 'forbidden response header',
    why: 'browsers hide this header from script even if it is exposed',
    help: 'remove the header',
    see: ['Fetch, forbidden response-header name', 'D27'],
    example: {
      bad: withGrant('exposeHeaders: [set-cookie]'),
      good: withGrant('exposeHeaders: [etag]'),
    },
  },
  {
    code: 'MQ-173',
    severity: 'error',
    title: 'invalid instant',
    why: 'if layers read a date differently, a grant ends at different times',
    help: 'write date, time and offset: `2099-01-31T00:00:00Z`',
    see: ['RFC 3339, 5.6', 'D12'],
    example: {
      bad: withGrant('until: 2099-01-31'),
      good: withGrant('until: 2099-01-31T00:00:00Z'),
    },
  },
  {
    code: 'MQ-174',
    severity: 'error',
    title: 'instant without an offset',
    why: 'each layer would read it in the time zone of its own machine',
    help: 'add `Z` for UTC, or an offset such as `+01:00`',
    see: ['RFC 3339, 4.4', 'D12'],
    example: {
      bad: withGrant('until: 2099-01-31T00:00:00'),
      good: withGrant('until: 2099-01-31T00:00:00Z'),
    },
  },
  {
    code: 'MQ-175',
    severity: 'error',
    title: 'date or time that does not exist',
    why: 'some programs roll it over to the next day, others refuse it',
    help: 'write an existing date and time',
    see: ['RFC 3339, 5.7', 'D12'],
    example: {
      bad: withGrant('until: 2099-02-30T00:00:00Z'),
      good: withGrant('until: 2099-02-28T00:00:00Z'),
    },
  },
  {
    code: 'MQ-176',
    severity: 'error',
    title: 'invalid date',
    why: 'if the date of a review cannot be read, the review never becomes due',
    help: 'write year, month and day: `2099-05-01`',
    see: ['docs/guide/policy.md#origins', 'D12'],
    example: {
      bad: withReview('01.05.2027'),
      good: withReview('2099-05-01'),
    },
  },
  {
    code: 'MQ-177',
    severity: 'error',
    title: 'invalid duration',
    why: 'layers would guess the unit',
    help: 'write whole seconds, or a whole number with `s`, `m`, `h` or `d`: `10m`',
    see: ['docs/reference/policy.md'],
    example: {
      bad: withGrant('maxAge: 1.5s'),
      good: withGrant('maxAge: 2s'),
    },
  },
  {
    code: 'MQ-178',
    severity: 'error',
    title: 'duration out of range',
    why: 'browsers and layers would each shorten it differently',
    help: 'write a duration within the limits',
    see: ['docs/reference/policy.md'],
    example: {
      bad: withGrant('maxAge: 2d'),
      good: withGrant('maxAge: 10m'),
    },
  },
  {
    code: 'MQ-179',
    severity: 'warning',
    title: 'duplicate entry',
    why: 'the second entry has no effect, and one of the two may have been meant as something else',
    help: 'remove one of them',
    see: ['docs/reference/policy.md'],
    example: {
      bad: withGrant('methods: [GET, POST, GET]'),
      good: withGrant('methods: [GET, POST]'),
    },
  },
]
