import type { Topic } from '../scenario.ts'

const ANY = ['access-control-allow-origin', '*'] as const

export const methods: Topic = {
  name: 'Methods',
  scenarios: [
    {
      id: 'patch',
      title: '`PATCH`, granted',
      server: { path: '/write/a' },
      steps: [{ method: 'PATCH' }],
      want: 'ask PATCH; send PATCH; read 200 seeing etag,x-one',
    },
    {
      id: 'patch-small',
      title: '`patch` where `PATCH` is granted',
      server: { path: '/write/a' },
      steps: [{ method: 'patch' }],
      want: 'ask patch; fail',
    },
    {
      id: 'patch-small-granted',
      title: '`patch` where `patch` is granted',
      server: { path: '/lower/a' },
      steps: [{ method: 'patch' }],
      want: 'ask patch; send patch; read 200',
    },
    {
      id: 'patch-against-small',
      title: '`PATCH` where `patch` is granted',
      server: { path: '/lower/a' },
      steps: [{ method: 'PATCH' }],
      want: 'ask PATCH; fail',
    },
    {
      id: 'acam-upper',
      title: '`patch`, answered `Access-Control-Allow-Methods: PATCH`',
      server: { preflight: { headers: [ANY, ['access-control-allow-methods', 'PATCH']] } },
      steps: [{ method: 'patch' }],
      want: 'ask patch; fail',
    },
    {
      id: 'acam-lower',
      title: '`patch`, answered `Access-Control-Allow-Methods: patch`',
      server: { preflight: { headers: [ANY, ['access-control-allow-methods', 'patch']] } },
      steps: [{ method: 'patch' }],
      want: 'ask patch; send patch; read 200',
    },
    {
      id: 'put-small',
      title: '`put`, which is normalised',
      server: { path: '/write/a' },
      steps: [{ method: 'put' }],
      want: 'ask PUT; send PUT; read 200 seeing etag,x-one',
    },
    {
      id: 'acam-put-small',
      title: '`PUT`, answered `Access-Control-Allow-Methods: put`',
      server: { preflight: { headers: [ANY, ['access-control-allow-methods', 'put']] } },
      steps: [{ method: 'PUT' }],
      want: 'ask PUT; fail',
    },
    {
      id: 'acam-none',
      title: '`POST` with a header, answered without Access-Control-Allow-Methods',
      server: { preflight: { headers: [ANY, ['access-control-allow-headers', 'x-a']] } },
      steps: [{ method: 'POST', headers: [['x-a', '1']] }],
      want: 'ask POST x-a; send POST with x-a; read 200',
    },
    {
      id: 'acam-star',
      title: '`PUT`, answered `Access-Control-Allow-Methods: *`',
      server: { preflight: { headers: [ANY, ['access-control-allow-methods', '*']] } },
      steps: [{ method: 'PUT' }],
      want: 'ask PUT; send PUT; read 200',
    },
    {
      id: 'acam-star-credentials',
      title: 'the same with credentials',
      server: {
        preflight: {
          headers: [
            ['access-control-allow-origin', '$ORIGIN'],
            ['access-control-allow-credentials', 'true'],
            ['access-control-allow-methods', '*'],
          ],
        },
      },
      steps: [{ method: 'PUT', credentials: true }],
      want: 'ask PUT; fail',
    },
    {
      id: 'acam-no-token',
      title: '`PUT`, answered `Access-Control-Allow-Methods: PUT, b c`',
      server: { preflight: { headers: [ANY, ['access-control-allow-methods', 'PUT, b c']] } },
      steps: [{ method: 'PUT' }],
      want: 'ask PUT; fail',
    },
    {
      id: 'method-denied',
      title: '`OPTIONS` by script, not granted',
      server: { path: '/write/a' },
      steps: [{ method: 'OPTIONS' }],
      want: 'ask OPTIONS; fail',
    },
  ],
}
