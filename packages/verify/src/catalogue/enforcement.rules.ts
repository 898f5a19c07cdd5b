/**
 * Findings about requests that had to be refused, policies of another time, and what nothing else explains.
 *
 * @module
 */
import type { CauseRules } from './cause-rule.ts'
import { ALLOW_APP, answers, DENIED, GRANTED, VARY } from './examples.ts'

const STRANGER = 'https://stranger.invalid'

export const enforcementRules: CauseRules<
  | 'websocket-open'
  | 'not-blocked'
  | 'expired-still-granted'
  | 'stale-policy'
  | 'path-confused'
  | 'grants-too-much'
  | 'grants-too-little'
  | 'harmless'
  | 'browser-differs'
> = {
  'websocket-open': {
    severity: 'error',
    title: 'WebSocket is open to other origins',
    why: 'browsers check no CORS headers on a WebSocket and send cookies with it: any site opens it as its visitor',
    help: 'compare `Origin` of the handshake with the grants before it is accepted, and answer 403: `verifyClient` or the `upgrade` event (ws), `allowRequest` (Socket.IO), a `map` of `$http_origin` (nginx)',
    see: ['D25'],
    example: answers(
      { line: 'GET /live', origin: STRANGER, more: ['Connection: Upgrade', 'Upgrade: websocket'] },
      ['101', 'Upgrade: websocket'],
      ['403', VARY],
    ),
  },
  'not-blocked': {
    severity: 'error',
    title: 'denied request is not refused',
    why: 'the request reaches the application: what it changes is changed, though script does not read the answer',
    help: 'answer 403 where the policy denies and `enforce` is `block`, or the resource is isolated, before the application handles the request',
    see: ['D17', 'D26'],
    example: answers({ line: 'GET /account', origin: STRANGER }, ['200', VARY], ['403', VARY]),
  },
  'expired-still-granted': {
    severity: 'error',
    title: 'grant is in force outside its dates',
    why: 'an origin whose time is over, or has not begun, reads the answers',
    help: 'compile the policy again after the date, or let the layer compare the dates itself',
    see: ['D12'],
    example: answers(
      { origin: 'https://portal.partner.example' },
      ['200', 'Access-Control-Allow-Origin: https://portal.partner.example', VARY],
      DENIED,
    ),
  },
  'stale-policy': {
    severity: 'error',
    title: 'layer decides by an older policy',
    why: 'what was changed since is not in force at this layer',
    help: 'deploy the current policy to this layer, and check that it was loaded (`marque_bundle_info`)',
    see: ['docs/guide/README.md'],
    example: answers({}, ['200', VARY], GRANTED),
  },
  'path-confused': {
    severity: 'error',
    title: 'ambiguous path is answered',
    why: 'two layers can take it for two resources: one decides by the grants of one, and another one serves the other',
    help: 'answer 400 to a request with `Origin` whose raw path has dot segments, encoded separators, `//`, `\\` or `;`, before it is normalised (`$request_uri` in nginx), and compare paths with their case (`case sensitive routing` in Express)',
    see: ['D4', 'D23'],
    example: answers(
      { line: 'GET /orders/%2e%2e/account' },
      ['200', ALLOW_APP, VARY],
      ['400', VARY],
    ),
  },
  'grants-too-much': {
    severity: 'error',
    title: 'layer lets in what the policy denies',
    why: 'script of an origin without a grant reads the answers',
    help: 'remove from the layer what the policy does not grant at this resource: one list for all resources is often the reason',
    see: ['D9', 'D20'],
    example: answers(
      { origin: 'https://other.example.com' },
      ['200', 'Access-Control-Allow-Origin: https://other.example.com', VARY],
      DENIED,
    ),
  },
  'grants-too-little': {
    severity: 'error',
    title: 'layer refuses what the policy grants',
    why: 'pages fail that the policy grants',
    help: 'add to the layer what the policy grants at this resource, for every method and status',
    see: ['D9', 'D20'],
    example: answers({}, ['200', VARY], GRANTED),
  },
  harmless: {
    severity: 'note',
    title: 'answer deviates without effect',
    why: 'no browser acts on it, but it tells that the layer does not decide by the policy alone',
    help: 'nothing has to change; remove the header, or answer 403, to be exact',
    see: ['D19', 'D20'],
    example: answers(
      { origin: STRANGER },
      ['200', 'Access-Control-Allow-Credentials: true', VARY],
      DENIED,
    ),
  },
  'browser-differs': {
    severity: 'error',
    title: 'browser concludes otherwise than predicted',
    why: 'the answer is right, and still a page sees something else than the policy says',
    help: 'compare with `marque explain`; extensions, proxies and browser settings can change what a page sees',
    see: ['docs/reference/browsers.md'],
    example: answers({}, GRANTED, GRANTED),
  },
}
