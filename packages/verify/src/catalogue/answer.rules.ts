/**
 * Findings about the headers of answers.
 *
 * @module
 */
import type { CauseRule, CauseRules } from './cause-rule.ts'
import { ALLOW_APP, answers, GRANTED, preflight, VARY } from './examples.ts'

const CREDENTIALS = 'Access-Control-Allow-Credentials: true'

function withoutHeaders(what: string, help: string, status: string): CauseRule {
  return {
    severity: 'error',
    title: `CORS headers are missing on ${what}`,
    why: 'the page sees a network error and cannot tell what happened',
    help,
    see: ['D20', 'D21'],
    example: answers({}, [status], [status, ALLOW_APP, VARY]),
  }
}

const ALWAYS =
  '`add_header … always` (nginx), `Header always set` (Apache), `http-after-response` (HAProxy)'

export const answerRules: CauseRules<
  | 'two-authors'
  | 'errors-without-headers'
  | 'redirect-without-headers'
  | 'not-modified-without-headers'
  | 'vary-lost'
  | 'vary-missing'
  | 'credentials-leaked'
  | 'credentials-missing'
  | 'methods-differ'
  | 'request-headers-differ'
  | 'exposed-headers-differ'
  | 'max-age-differs'
  | 'rewritten'
> = {
  'two-authors': {
    severity: 'error',
    title: 'CORS headers of two authors in one answer',
    why: 'browsers refuse an answer with two values, and whichever author grants more decides',
    help: 'let one layer write the headers: remove those from behind (`proxy_hide_header` in nginx, `Header unset` or `Header always unset` in Apache, `header_down -Access-Control-*` in Caddy), or stop writing them here',
    see: ['D22'],
    example: answers({}, ['200', ALLOW_APP, 'Access-Control-Allow-Origin: *', VARY], GRANTED),
  },
  'errors-without-headers': withoutHeaders(
    'errors',
    `set the headers whatever the status: ${ALWAYS}; in an application before routes, error handlers and authentication`,
    '404',
  ),
  'redirect-without-headers': withoutHeaders(
    'redirects',
    `set the headers on redirects too: ${ALWAYS}; in an application before the middleware that redirects`,
    '302',
  ),
  'not-modified-without-headers': withoutHeaders(
    '304',
    `set the headers on 304 too: ${ALWAYS}; in an application before static files and ETags are handled`,
    '304',
  ),
  'vary-lost': {
    severity: 'error',
    title: 'layer drops Vary',
    why: 'a cache gives the answer for one origin to another one',
    help: 'pass on `Vary` of the layer behind, and add to it rather than replacing it: no `proxy_hide_header Vary` (nginx), no `unset beresp.http.Vary` (Varnish), `Header merge Vary Origin` in place of `set` (Apache)',
    see: ['D20', 'D22'],
    example: answers({}, ['200', ALLOW_APP], GRANTED),
  },
  'vary-missing': {
    severity: 'error',
    title: 'answers depend on the request without Vary',
    why: 'a cache gives the answer for one origin to another one',
    help: 'add `Vary: Origin` to every answer of the resource, those without `Origin` and denied ones included: `add_header Vary Origin always` (nginx), `Header always merge Vary Origin` (Apache), `res.vary("Origin")` (Express)',
    see: ['D20', 'D22', 'Fetch, CORS protocol and HTTP caches'],
    example: answers({}, ['200', ALLOW_APP], GRANTED),
  },
  'credentials-leaked': {
    severity: 'error',
    title: 'credentials allowed that the grant does not have',
    why: 'the origin reads answers with the session of its visitor',
    help: 'drop Access-Control-Allow-Credentials for this origin and resource',
    see: ['D13', 'D20'],
    example: answers({}, ['200', ALLOW_APP, CREDENTIALS, VARY], GRANTED),
  },
  'credentials-missing': {
    severity: 'error',
    title: 'credentials of the grant are not allowed',
    why: 'requests with cookies or client certificates fail in the browser',
    help: 'add `Access-Control-Allow-Credentials: true` to granted answers and preflights, errors included',
    see: ['D13', 'D20'],
    example: answers({}, GRANTED, ['200', ALLOW_APP, CREDENTIALS, VARY]),
  },
  'methods-differ': {
    severity: 'error',
    title: 'methods differ from the grant',
    why: 'requests fail that are granted, or others get through',
    help: 'answer preflights with the methods of the grant, in the case in which they are written',
    see: ['D18', 'D27'],
    example: preflight([
      '204',
      ALLOW_APP,
      'Access-Control-Allow-Methods: GET, PUT, DELETE',
      'Access-Control-Allow-Headers: content-type',
      'Access-Control-Max-Age: 600',
    ]),
  },
  'request-headers-differ': {
    severity: 'error',
    title: 'request headers differ from the grant',
    why: 'requests fail that are granted, or others get through',
    help: 'answer preflights with the header names of the grant; `*` is none of them where credentials are allowed',
    see: ['D18', 'D24'],
    example: preflight([
      '204',
      ALLOW_APP,
      'Access-Control-Allow-Methods: GET, PUT',
      'Access-Control-Allow-Headers: *',
      'Access-Control-Max-Age: 600',
    ]),
  },
  'exposed-headers-differ': {
    severity: 'warning',
    title: 'exposed headers differ from the grant',
    why: 'script cannot read headers that it needs, or reads others',
    help: 'set `Access-Control-Expose-Headers` to the list of the grant on granted answers, errors included',
    see: ['D20'],
    example: answers({}, GRANTED, [
      '200',
      ALLOW_APP,
      'Access-Control-Expose-Headers: x-total',
      VARY,
    ]),
  },
  'max-age-differs': {
    severity: 'warning',
    title: 'Access-Control-Max-Age differs from the grant',
    why: 'browsers go on using a preflight after the grant has ended, or send more preflights than needed',
    help: 'set `Access-Control-Max-Age` to the `maxAge` of the grant, and to less where it ends sooner',
    see: ['D18'],
    example: preflight([
      '204',
      ALLOW_APP,
      'Access-Control-Allow-Methods: GET, PUT',
      'Access-Control-Allow-Headers: content-type',
      'Access-Control-Max-Age: 86400',
    ]),
  },
  rewritten: {
    severity: 'error',
    title: 'layer changes the headers of the layer behind',
    why: 'a right answer becomes a wrong one on its way to the browser',
    help: 'pass on the CORS headers of the layer behind unchanged, or decide here and remove them all',
    see: ['D22'],
    example: answers(
      {},
      ['200', 'Access-Control-Allow-Origin: https://app.example.com/', VARY],
      GRANTED,
    ),
  },
}
