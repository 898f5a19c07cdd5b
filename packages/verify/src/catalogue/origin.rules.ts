/**
 * Findings about layers that let in the wrong origins.
 *
 * @module
 */
import type { CauseRule, CauseRules } from './cause-rule.ts'
import { ALLOW_APP, answers, DENIED, VARY } from './examples.ts'

function letIn(origin: string): CauseRule['example'] {
  return answers({ origin }, ['200', `Access-Control-Allow-Origin: ${origin}`, VARY], DENIED)
}

const COMPARE = 'compare the whole `Origin` value with each allowed origin, byte for byte'

function comparison(title: string, why: string, help: string, origin: string): CauseRule {
  return { severity: 'error', title, why, help, see: ['D3', 'D9'], example: letIn(origin) }
}

export const originRules: CauseRules<
  | 'reflects-any-origin'
  | 'fixed-origin'
  | 'wildcard-with-credentials'
  | 'reflects-null'
  | 'matches-prefix'
  | 'matches-suffix'
  | 'matches-dot-as-any'
  | 'matches-subdomains'
  | 'ignores-scheme'
  | 'ignores-port'
  | 'ignores-case'
> = {
  'reflects-any-origin': {
    severity: 'error',
    title: 'layer echoes any origin',
    why: 'script of every site reads the answers, with the session of its visitor where credentials are allowed',
    help: 'answer only origins of the policy: no `origin: true` (cors, Fastify, Hono), no `$http_origin` without a `map` (nginx), no `SetEnvIf Origin ".*"` (Apache), no reflected header in a gateway',
    see: ['D9', 'D20'],
    example: letIn('https://stranger.invalid'),
  },
  'fixed-origin': {
    severity: 'error',
    title: 'layer sends one origin whoever asks',
    why: 'every other granted origin is refused by the browser, and others learn which origin is trusted',
    help: 'choose the header by the origin of the request: a `map` of `$http_origin` (nginx), a list or function as `origin` (cors), instead of one constant value',
    see: ['D9', 'D20'],
    example: answers({ origin: 'https://stranger.invalid' }, ['200', ALLOW_APP], DENIED),
  },
  'wildcard-with-credentials': {
    severity: 'error',
    title: '`*` beside Access-Control-Allow-Credentials',
    why: 'browsers refuse the pair for requests with credentials, and let every site read the answers to others',
    help: 'send the origin of the request, if the policy grants it, in place of `*`; drop Access-Control-Allow-Credentials where the grant has no credentials',
    see: ['D10', 'D13'],
    example: answers(
      {},
      ['200', 'Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'],
      ['200', ALLOW_APP, 'Access-Control-Allow-Credentials: true', VARY],
    ),
  },
  'reflects-null': {
    severity: 'error',
    title: 'layer allows the origin `null`',
    why: 'any site can send `Origin: null` from a sandboxed frame',
    help: 'remove `null` from the allowed origins of the layer, and refuse it where the origin is echoed',
    see: ['D10'],
    example: letIn('null'),
  },
  'matches-prefix': comparison(
    'layer compares only the start of an origin',
    'anyone can register a name that starts like an allowed origin',
    `${COMPARE}; end a regular expression with \`$\`, and use no \`startsWith\` or \`includes\``,
    'https://app.example.com.stranger.invalid',
  ),
  'matches-suffix': comparison(
    'layer compares only the end of an origin',
    'anyone can register a name that ends like an allowed host',
    `${COMPARE}; start a regular expression with \`^https://\`, and use no \`endsWith\` without the dot before the domain`,
    'https://strangerapp.example.com',
  ),
  'matches-dot-as-any': comparison(
    'dot in a regular expression matches any character',
    'a name in which another character replaces the dot may be registered by anyone',
    `${COMPARE}, or write \`\\.\` for each dot of the regular expression`,
    'https://app.examplexcom',
  ),
  'matches-subdomains': comparison(
    'layer lets in subdomains that the policy does not grant',
    'a forgotten, hosted or taken-over subdomain reads the answers',
    'list the exact origins of the policy in the layer, in place of a wildcard',
    'https://stranger.app.example.com',
  ),
  'ignores-scheme': comparison(
    'layer ignores the scheme of origins',
    'a page over `http` can be replaced by anyone on the network, and then reads the answers',
    `${COMPARE}, scheme included; no \`https?\` in a regular expression`,
    'http://app.example.com',
  ),
  'ignores-port': comparison(
    'layer ignores the port of origins',
    'another service on the same host reads the answers',
    `${COMPARE}, port included; no \`(:[0-9]+)?\` in a regular expression`,
    'https://app.example.com:8443',
  ),
  'ignores-case': comparison(
    'layer ignores upper and lower case of origins',
    'browsers send lower case only: such an answer is for tools, and shows that the comparison is not exact',
    `${COMPARE}; no flag \`i\` in a regular expression, and \`~\` rather than \`~*\` in nginx, whose \`map\` ignores case for plain strings`,
    'https://APP.EXAMPLE.COM',
  ),
}
