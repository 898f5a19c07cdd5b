import type { HeaderLine } from '@marque/core'
import type { Scenario, Step, Topic } from '../scenario.ts'

const PUT: Step = { method: 'PUT' }
const ONCE = 'ask PUT; send PUT; read 200'
const KEPT = 'send PUT; read 200'

/** The same PUT twice, its preflight answered by hand with these lines for its age. */
function aged(
  id: string,
  title: string,
  age: readonly string[],
  want: string,
  more: Pick<Scenario, 'but'> & { readonly after?: number } = {},
): Scenario {
  const { after, ...but } = more
  const headers: readonly HeaderLine[] = [
    ['access-control-allow-origin', '*'],
    ['access-control-allow-methods', 'PUT'],
    ...age.map((value): HeaderLine => ['access-control-max-age', value]),
  ]
  return {
    id,
    title,
    server: { preflight: { headers }, actual: { headers: [['access-control-allow-origin', '*']] } },
    steps: [PUT, after === undefined ? PUT : { ...PUT, after }],
    want,
    ...but,
  }
}

const TWICE = `${ONCE} | ${ONCE}`
const HELD = `${ONCE} | ${KEPT}`

const SEEN = ' seeing etag,x-one'
const engineOnce = ONCE + SEEN
const engineKept = KEPT + SEEN

export const cache: Topic = {
  name: 'How long a preflight is kept',
  scenarios: [
    aged('age-missing', 'no Access-Control-Max-Age, at once again', [], HELD),
    aged('age-missing-later', 'no Access-Control-Max-Age, 6 seconds later', [], TWICE, {
      after: 6,
    }),
    aged('age-empty', 'an empty Access-Control-Max-Age', [''], HELD),
    aged('age-zero', '`Access-Control-Max-Age: 0`', ['0'], TWICE),
    aged('age-negative', '`Access-Control-Max-Age: -1`', ['-1'], TWICE),
    aged('age-garbage', '`Access-Control-Max-Age: soon`', ['soon'], HELD, {
      but: { firefox: TWICE },
    }),
    aged('age-fraction', '`Access-Control-Max-Age: 600.5`', ['600.5'], HELD, {
      but: { firefox: TWICE },
    }),
    aged('age-two-lines', 'Access-Control-Max-Age in two lines', ['600', '600'], HELD, {
      but: { firefox: TWICE },
    }),
    aged('age-garbage-later', '`Access-Control-Max-Age: soon`, 6 seconds later', ['soon'], TWICE, {
      after: 6,
    }),
    aged('age-by-hand', '`Access-Control-Max-Age: 600`, 6 seconds later', ['600'], HELD, {
      after: 6,
    }),
    {
      id: 'age-policy-0',
      title: '`maxAge: 0` in the policy',
      server: { path: '/age-0/a' },
      steps: [PUT, PUT],
      want: `${engineOnce} | ${engineOnce}`,
    },
    {
      id: 'age-policy-600',
      title: '`maxAge: 10m` in the policy',
      server: { path: '/age-600/a' },
      steps: [PUT, PUT],
      want: `${engineOnce} | ${engineKept}`,
    },
    {
      id: 'age-policy-2',
      title: '`maxAge: 2s` in the policy, 3 seconds later',
      server: { path: '/age-2/a' },
      steps: [PUT, { ...PUT, after: 3 }],
      want: `${engineOnce} | ${engineOnce}`,
    },
    {
      id: 'denied-not-kept',
      title: 'a denied preflight is not kept',
      server: { path: '/plain/a' },
      steps: [PUT, PUT],
      want: 'ask PUT; fail | ask PUT; fail',
    },
    {
      id: 'no-store',
      title: 'PUT, then PUT with `cache: no-store`',
      server: { path: '/write/a' },
      steps: [PUT, { ...PUT, fresh: true }, PUT],
      want: `${engineOnce} | ${engineOnce} | ${engineKept}`,
      but: { webkit: `${engineOnce} | ${engineKept} | ${engineKept}` },
    },
    {
      id: 'combined',
      title: 'PUT, granted without the header; GET with the header; then PUT with the header',
      server: { path: '/split/a' },
      steps: [PUT, { headers: [['x-a', '1']] }, { method: 'PUT', headers: [['x-a', '1']] }],
      want: 'ask PUT; send PUT; read 200 | ask GET x-a; send GET with x-a; read 200 | ask PUT x-a; fail',
      but: {
        firefox:
          'ask PUT; send PUT; read 200 | ask GET x-a; send GET with x-a; read 200 | send PUT with x-a; read 200',
      },
    },
    {
      id: 'one-result',
      title: 'PUT; GET with a header; then the first PUT again',
      server: { path: '/split/a' },
      steps: [PUT, { headers: [['x-a', '1']] }, PUT],
      want: 'ask PUT; send PUT; read 200 | ask GET x-a; send GET with x-a; read 200 | ask PUT; send PUT; read 200',
      but: {
        firefox:
          'ask PUT; send PUT; read 200 | ask GET x-a; send GET with x-a; read 200 | send PUT; read 200',
      },
    },
    {
      id: 'head-again',
      title:
        'HEAD with a header, twice: a grant of GET covers it, and Access-Control-Allow-Methods does not name it',
      server: { path: '/write/a' },
      steps: [
        { method: 'HEAD', headers: [['x-a', '1']] },
        { method: 'HEAD', headers: [['x-a', '1']] },
      ],
      want: `ask HEAD x-a; send HEAD with x-a; read 200${SEEN} | send HEAD with x-a; read 200${SEEN}`,
      but: {
        firefox: `ask HEAD x-a; send HEAD with x-a; read 200${SEEN} | ask HEAD x-a; send HEAD with x-a; read 200${SEEN}`,
      },
    },
    {
      id: 'two-methods',
      title: 'PUT, then DELETE, which the same preflight names',
      server: { path: '/write/a' },
      steps: [PUT, { method: 'DELETE' }],
      want: `${engineOnce} | send DELETE; read 200${SEEN}`,
    },
    {
      id: 'credentials-then-not',
      title: 'PUT with credentials, then without',
      server: { path: '/login/a' },
      steps: [{ ...PUT, credentials: true }, PUT],
      want: `ask PUT; send PUT cookie; read 200${SEEN} | ${engineKept}`,
      but: { firefox: `ask PUT; send PUT cookie; read 200${SEEN} | ${engineOnce}` },
    },
    {
      id: 'not-then-credentials',
      title: 'PUT without credentials, then with',
      server: { path: '/login/a' },
      steps: [PUT, { ...PUT, credentials: true }],
      want: `${engineOnce} | ask PUT; send PUT cookie; read 200${SEEN}`,
    },
  ],
}
