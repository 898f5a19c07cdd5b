/** Which of several applications gets a request. */
export interface RouteCase {
  readonly name: string
  readonly host?: string
  readonly path?: string
  /** As it stands in the request line, where it is more than a path. */
  readonly target?: string
  readonly lines?: readonly string[]
  /** The name of the application; null: none of them, and 404. */
  readonly to: string | null
}

const APP = 'Origin: https://app.example.com'
const PARTNER = 'Origin: https://partner.example'

export const routeCases: readonly RouteCase[] = [
  { name: 'a host', host: 'files.example.com', to: 'files' },
  {
    name: 'a host in capitals, with a port and a dot',
    host: 'FILES.example.com.:8080',
    to: 'files',
  },
  {
    name: 'the host of an absolute target, whatever Host says beside it',
    host: 'files.example.com',
    target: 'http://files.example.com/open/a',
    to: 'files',
  },
  {
    name: 'a host that only begins like it',
    host: 'files.example.com.evil.example',
    path: '/x',
    to: null,
  },
  { name: 'hosts under a name', host: 'a.b.example.net', path: '/v1/x', to: 'wild' },
  { name: 'the name itself is not under it', host: 'example.net', path: '/v1/x', to: null },
  { name: 'nor nothing under it', host: '.example.net', path: '/v1/x', to: null },
  { name: 'nor one that ends like it', host: 'evilexample.net', path: '/v1/x', to: null },
  { name: 'host and path must both fit', host: 'a.example.net', path: '/v2/x', to: null },
  { name: 'a tenant', host: 'globex.rest.example.com', path: '/v1/x', to: 'globex' },
  { name: 'another tenant', host: 'initech.rest.example.com', path: '/v1/x', to: null },
  { name: 'a tenant that is none', host: 'nobody.rest.example.com', path: '/v1/x', to: null },
  { name: 'a set of origins', path: '/open/a', lines: [PARTNER], to: 'partner' },
  { name: 'another origin of the same grant', path: '/open/a', lines: [APP], to: 'api' },
  {
    name: 'an origin that is not in the set, however like it',
    path: '/open/a',
    lines: ['Origin: https://PARTNER.example'],
    to: 'api',
  },
  { name: 'no origin', path: '/open/a', to: 'api' },
  { name: 'two origins are none', path: '/open/a', lines: [PARTNER, PARTNER], to: 'api' },
  { name: 'a path', path: '/open/a', to: 'api' },
  { name: 'a path with a query', path: '/open/a?/elsewhere', to: 'api' },
  { name: 'a path with a slash behind it', path: '/open/a/', to: 'api' },
  { name: 'a path with an escape', path: '/op%65n/a', to: 'api' },
  { name: 'a path that is longer', path: '/open/a/b', to: null },
  { name: 'a path that is shorter', path: '/open', to: null },
  { name: 'an empty segment is none', path: '/open//', to: null },
  { name: 'a path in capitals', path: '/OPEN/a', to: null },
  { name: 'a path that nobody has', path: '/elsewhere', to: null },
]
