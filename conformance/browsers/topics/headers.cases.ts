import type { Topic } from '../scenario.ts'

const ANY = ['access-control-allow-origin', '*'] as const
const NAMED = ['access-control-allow-origin', '$ORIGIN'] as const
const CREDENTIALS = ['access-control-allow-credentials', 'true'] as const
const AUTHORIZATION = ['authorization', 'Bearer 1'] as const
const ONE = ['x-a', '1'] as const

export const headers: Topic = {
  name: 'Request headers',
  scenarios: [
    {
      id: 'header',
      title: 'a header that is granted',
      server: { path: '/write/a' },
      steps: [{ headers: [ONE] }],
      want: 'ask GET x-a; send GET with x-a; read 200 seeing etag,x-one',
    },
    {
      id: 'header-denied',
      title: 'a header that is not granted',
      server: { path: '/write/a' },
      steps: [{ headers: [['x-z', '1']] }],
      want: 'ask GET x-z; fail',
    },
    {
      id: 'header-any',
      title: 'a header where `*` is granted',
      server: { path: '/any/a' },
      steps: [{ headers: [['x-z', '1']] }],
      want: 'ask GET x-z; send GET with x-z; read 200 seeing etag,retry-after,x-one,x-two',
    },
    {
      id: 'authorization',
      title: 'Authorization, granted by name',
      server: { path: '/write/a' },
      steps: [{ headers: [AUTHORIZATION] }],
      want: 'ask GET authorization; send GET with authorization; read 200 seeing etag,x-one',
    },
    {
      id: 'authorization-any',
      title: 'Authorization where the policy says `*`',
      server: { path: '/any/a' },
      steps: [{ headers: [AUTHORIZATION] }],
      want: 'ask GET authorization; fail',
    },
    {
      id: 'authorization-any-named',
      title: 'Authorization where the policy says `*` and `authorization`',
      server: { path: '/any-authorization/a' },
      steps: [{ headers: [AUTHORIZATION, ['x-z', '1']] }],
      want: 'ask GET authorization,x-z; send GET with authorization,x-z; read 200',
    },
    {
      id: 'acah-star-authorization',
      title: 'Authorization, answered `Access-Control-Allow-Headers: *`',
      server: { preflight: { headers: [ANY, ['access-control-allow-headers', '*']] } },
      steps: [{ headers: [AUTHORIZATION] }],
      want: 'ask GET authorization; send GET with authorization; read 200',
    },
    {
      id: 'acah-star-credentials',
      title: 'a header with credentials, answered `Access-Control-Allow-Headers: *`',
      server: {
        preflight: { headers: [NAMED, CREDENTIALS, ['access-control-allow-headers', '*']] },
      },
      steps: [{ headers: [ONE], credentials: true }],
      want: 'ask GET x-a; fail',
    },
    {
      id: 'acah-case',
      title: 'a header, answered in upper case',
      server: { preflight: { headers: [ANY, ['access-control-allow-headers', 'X-A']] } },
      steps: [{ headers: [ONE] }],
      want: 'ask GET x-a; send GET with x-a; read 200',
    },
    {
      id: 'acah-two-lines',
      title: 'two headers, answered in two lines',
      server: {
        preflight: {
          headers: [
            ANY,
            ['access-control-allow-headers', 'x-a'],
            ['access-control-allow-headers', 'x-b'],
          ],
        },
      },
      steps: [{ headers: [ONE, ['x-b', '1']] }],
      want: 'ask GET x-a,x-b; send GET with x-a,x-b; read 200',
    },
    {
      id: 'acah-empty-element',
      title: 'a header, answered `x-a,,`',
      server: { preflight: { headers: [ANY, ['access-control-allow-headers', 'x-a,,']] } },
      steps: [{ headers: [ONE] }],
      want: 'ask GET x-a; send GET with x-a; read 200',
    },
    {
      id: 'acah-no-token',
      title: 'a header, answered `x-a, b c`',
      server: { preflight: { headers: [ANY, ['access-control-allow-headers', 'x-a, b c']] } },
      steps: [{ headers: [ONE] }],
      want: 'ask GET x-a; fail',
    },
  ],
}
