import type { HeaderLine } from '@marque/core'
import type { Scenario, Step, Topic } from '../scenario.ts'

const ORIGIN: HeaderLine = ['access-control-allow-origin', '$ORIGIN']
const CREDENTIALS: HeaderLine = ['access-control-allow-credentials', 'true']

/** A GET, answered with these lines by hand. */
function answered(
  id: string,
  title: string,
  headers: readonly HeaderLine[],
  want: string,
  step: Step = {},
): Scenario {
  return { id, title, server: { actual: { headers } }, steps: [step], want }
}

/** A GET with a header, its preflight answered with this status. */
function preflightStatus(status: number, want: string, more: readonly HeaderLine[] = []): Scenario {
  const headers: readonly HeaderLine[] = [ORIGIN, ['access-control-allow-headers', 'x-a'], ...more]
  return {
    id: `preflight-${status}`,
    title: `a preflight answered with ${status}, all headers granted`,
    server: { preflight: { status, headers }, actual: { headers: [ORIGIN] } },
    steps: [{ headers: [['x-a', '1']] }],
    want,
  }
}

export const answers: Topic = {
  name: 'What the answer says',
  scenarios: [
    answered('acao-missing', 'no Access-Control-Allow-Origin', [], 'send GET; fail'),
    answered(
      'acao-other',
      'another origin',
      [['access-control-allow-origin', 'https://other.example']],
      'send GET; fail',
    ),
    answered('acao-two-lines', 'the right origin in two lines', [ORIGIN, ORIGIN], 'send GET; fail'),
    answered(
      'acao-two-stars',
      '`*` in two lines',
      [
        ['access-control-allow-origin', '*'],
        ['access-control-allow-origin', '*'],
      ],
      'send GET; fail',
    ),
    answered(
      'acao-list',
      'the right origin in a list',
      [['access-control-allow-origin', '$ORIGIN, https://other.example']],
      'send GET; fail',
    ),
    answered(
      'acao-slash',
      'the right origin with a `/` behind it',
      [['access-control-allow-origin', '$ORIGIN/']],
      'send GET; fail',
    ),
    answered(
      'acao-upper',
      'the right origin, its scheme in upper case',
      [['access-control-allow-origin', 'HTTP://app.site.localhost']],
      'send GET; fail',
    ),
    answered(
      'acao-null-word',
      '`null` for an origin that is not',
      [['access-control-allow-origin', 'null']],
      'send GET; fail',
    ),
    answered(
      'credentials-star',
      '`*` with credentials',
      [['access-control-allow-origin', '*'], CREDENTIALS],
      'send GET cookie; fail',
      { credentials: true },
    ),
    answered(
      'credentials-missing',
      'no Access-Control-Allow-Credentials with credentials',
      [ORIGIN],
      'send GET cookie; fail',
      { credentials: true },
    ),
    answered(
      'credentials-True',
      '`Access-Control-Allow-Credentials: True`',
      [ORIGIN, ['access-control-allow-credentials', 'True']],
      'send GET cookie; fail',
      { credentials: true },
    ),
    answered(
      'credentials-two-lines',
      '`Access-Control-Allow-Credentials: true` in two lines',
      [ORIGIN, CREDENTIALS, CREDENTIALS],
      'send GET cookie; fail',
      { credentials: true },
    ),
    answered(
      'credentials-not-asked',
      '`Access-Control-Allow-Credentials: true` without credentials',
      [ORIGIN, CREDENTIALS],
      'send GET; read 200',
    ),
    answered(
      'expose-star',
      '`Access-Control-Expose-Headers: *`',
      [ORIGIN, ['access-control-expose-headers', '*']],
      'send GET; read 200 seeing *,etag,retry-after,x-one,x-two',
    ),
    answered(
      'expose-star-credentials',
      'the same with credentials',
      [ORIGIN, CREDENTIALS, ['access-control-expose-headers', '*']],
      'send GET cookie; read 200 seeing *',
      { credentials: true },
    ),
    answered(
      'expose-set-cookie',
      '`Access-Control-Expose-Headers: Set-Cookie, X-One`',
      [ORIGIN, ['access-control-expose-headers', 'Set-Cookie, X-One']],
      'send GET; read 200 seeing x-one',
    ),
    answered(
      'expose-no-token',
      '`Access-Control-Expose-Headers: x-one, b c`',
      [ORIGIN, ['access-control-expose-headers', 'x-one, b c']],
      'send GET; read 200',
    ),
    {
      id: 'status-403-open',
      title: '403 with Access-Control-Allow-Origin',
      server: { actual: { status: 403 } },
      want: 'send GET; read 403',
    },
    {
      id: 'status-403-closed',
      title: '403 without',
      server: { actual: { status: 403, headers: [] } },
      want: 'send GET; fail',
    },
    {
      id: 'status-500-granted',
      title: '500 of the application, origin granted',
      server: { path: '/write/a?status=500' },
      want: 'send GET; read 500 seeing etag,x-one',
    },
    preflightStatus(200, 'ask GET x-a; send GET with x-a; read 200'),
    preflightStatus(204, 'ask GET x-a; send GET with x-a; read 200'),
    preflightStatus(302, 'ask GET x-a; fail', [['location', '/hand/?s=preflight-302']]),
    preflightStatus(304, 'ask GET x-a; fail'),
    preflightStatus(403, 'ask GET x-a; fail'),
    {
      id: 'cookie',
      title: 'credentials, granted, to another origin of the same site',
      server: { path: '/login/a' },
      steps: [{ credentials: true }],
      want: 'send GET cookie; read 200 seeing etag,x-one',
    },
    {
      id: 'cookie-preflight',
      title: 'the same with a preflight, which carries none',
      server: { path: '/login/a' },
      steps: [{ method: 'PUT', headers: [['x-a', '1']], credentials: true }],
      want: 'ask PUT x-a; send PUT with x-a cookie; read 200 seeing etag,x-one',
    },
    {
      id: 'cookie-not-granted',
      title: 'credentials where the grant has none',
      server: { path: '/write/a' },
      steps: [{ credentials: true }],
      want: 'send GET cookie; fail',
    },
    {
      id: 'cookie-not-granted-preflight',
      title: 'the same with a preflight',
      server: { path: '/write/a' },
      steps: [{ method: 'PUT', credentials: true }],
      want: 'ask PUT; fail',
    },
    {
      id: 'cookie-far',
      title: 'credentials: CORS grants, SameSite=Lax holds the cookie back',
      page: 'far',
      server: { actual: { headers: [ORIGIN, CREDENTIALS] } },
      steps: [{ credentials: true }],
      want: 'send GET; read 200',
    },
    {
      id: 'reach-only',
      title: 'POST where the grant says `read: false`',
      server: { path: '/quiet/a' },
      steps: [{ method: 'POST', body: 'x', headers: [['content-type', 'text/plain']] }],
      want: 'send POST with content-type; fail',
    },
  ],
}
