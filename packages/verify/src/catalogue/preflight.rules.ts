/**
 * Findings about preflights and other OPTIONS requests.
 *
 * @module
 */
import type { CauseRules } from './cause-rule.ts'
import { ALLOW_APP, answers, preflight } from './examples.ts'

const HANDLE =
  'answer OPTIONS with `Access-Control-Request-Method` in the layer, before routes and authentication'

export const preflightRules: CauseRules<
  | 'preflight-authenticated'
  | 'preflight-redirected'
  | 'preflight-not-answered'
  | 'preflight-forwarded'
  | 'options-hijacked'
> = {
  'preflight-authenticated': {
    severity: 'error',
    title: 'preflight needs a login',
    why: 'browsers send no credentials with a preflight: every request that needs one fails',
    help: `${HANDLE}: CORS middleware before that for logins (Express, Fastify, Spring), \`satisfy any\` or \`if\` with \`return 204\` before \`auth_request\` (nginx), \`<LimitExcept OPTIONS>\` (Apache), an OPTIONS route without authorizer (gateways)`,
    see: ['D18', 'D19'],
    example: preflight(['401', 'WWW-Authenticate: Bearer']),
  },
  'preflight-redirected': {
    severity: 'error',
    title: 'preflight is redirected',
    why: 'browsers do not follow a redirect of a preflight: the request fails',
    help: `${HANDLE}, before redirects to https, to another host, or to a path with a slash at its end`,
    see: ['D18'],
    example: preflight(['301', 'Location: https://api.example.com/orders/1/']),
  },
  'preflight-not-answered': {
    severity: 'error',
    title: 'granted preflight is refused',
    why: 'every request that needs a preflight fails',
    help: `${HANDLE}; a framework that registers routes by method needs one for OPTIONS, and a proxy that limits methods must let OPTIONS pass`,
    see: ['D18'],
    example: preflight(['405', 'Allow: GET, PUT']),
  },
  'preflight-forwarded': {
    severity: 'error',
    title: 'preflight reaches the application',
    why: 'the application answers what the layer has to decide: its answer lacks the methods and the Max-Age of the grant',
    help: `${HANDLE}, and do not pass it on`,
    see: ['D18'],
    example: preflight(['200', ALLOW_APP, 'Allow: GET, HEAD, PUT', 'Content-Type: text/html']),
  },
  'options-hijacked': {
    severity: 'warning',
    title: 'OPTIONS that is no preflight is answered as one',
    why: 'the application never receives OPTIONS requests that are meant for it',
    help: 'answer as a preflight only OPTIONS with both `Origin` and `Access-Control-Request-Method`: a condition before the CORS handler (`cors` in Express takes every OPTIONS for a preflight), a second condition on `$http_access_control_request_method` (nginx)',
    see: ['D6'],
    example: answers(
      { line: 'OPTIONS /orders' },
      ['204', ALLOW_APP, 'Access-Control-Allow-Methods: GET, PUT'],
      ['200', 'Allow: GET, HEAD, OPTIONS', 'Vary: Origin'],
    ),
  },
}
