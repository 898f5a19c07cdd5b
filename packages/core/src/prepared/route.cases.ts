import { anyone, bundle, grant, list, match, resource } from '@marque/testkit/bundles'
import type { Bundle } from '../bundle/bundle.ts'

/** A url and where it leads: `NAME`, `NAME @TENANT`, `NAME #VERSION`, `none`, `… tenant unknown`, or `ambiguous`. */
export interface RouteCase {
  readonly url: string
  readonly leads: string
  /** GET where it is left out. */
  readonly method?: string
  /** The tenant that the layer knows of. */
  readonly layerTenant?: string
}

export interface RouteTable {
  readonly bundle: Bundle
  readonly cases: readonly RouteCase[]
}

/** Rows of `[url, leads, method?]`. */
const rows = (
  ...all: readonly (readonly [url: string, leads: string, method?: string])[]
): RouteCase[] =>
  all.map(([url, leads, method]) => ({ url, leads, ...(method === undefined ? {} : { method }) }))

/** A resource for each path, named by it. */
const paths = (...all: readonly string[]) => all.map((path) => resource(path, path))
const on = (name: string, host: string | null, path = '/**') =>
  resource(name, [match(path, { host })])
const many = Array.from({ length: 20 }, (_, at) => `/many/w${at}`)

export const routeTables: { readonly [topic: string]: RouteTable } = {
  'D5: patterns': {
    bundle: bundle(paths('/', '/a/**', '/b', '/c/{id}', '/d/{id}/e', '/f/g/**')),
    cases: rows(
      ['/', '/'],
      ['', '/'],
      ['?x', '/'],
      ['/a', '/a/**'],
      ['/a/', '/a/**'],
      ['/a/b', '/a/**'],
      ['/a/b/c/', '/a/**'],
      ['/ab', 'none'],
      ['/b', '/b'],
      ['/b/', '/b'],
      ['/b?/c/d', '/b'],
      ['/b/c', 'none'],
      ['/c/1', '/c/{id}'],
      ['/c/1/', '/c/{id}'],
      ['/c', 'none'],
      ['/c/', 'none'],
      ['/c/1/2', 'none'],
      ['/d/1/e', '/d/{id}/e'],
      ['/d/1/f', 'none'],
      ['/d//e', 'none'],
      ['/c//', 'none'],
      ['/f', 'none'],
      ['/f/g', '/f/g/**'],
      ['/x', 'none'],
    ),
  },
  'D7: segment by segment from the left': {
    bundle: bundle(
      paths('/**', '/{a}/b', '/a/**', '/a', '/a/{b}', '/a/b', '/a/{b}/c', '/a/b/d', '/a/{b}/**'),
    ),
    cases: rows(
      ['/a', '/a'],
      ['/a/b', '/a/b'],
      ['/a/x', '/a/{b}'],
      ['/a/b/d', '/a/b/d'],
      ['/a/b/c', '/a/{b}/c'],
      ['/a/b/x', '/a/{b}/**'],
      ['/a/x/y/z', '/a/{b}/**'],
      ['/x/b', '/{a}/b'],
      ['/x/y', '/**'],
      ['/', '/**'],
    ),
  },
  'D7: exact host, the longer host pattern, any host': {
    bundle: bundle([
      on('any', null),
      on('any-deep', null, '/a/b'),
      on('short', '*.example.com'),
      on('long', '*.eu.example.com', '/a/**'),
      on('exact', 'x.eu.example.com', '/a'),
    ]),
    cases: rows(
      ['https://x.eu.example.com/a', 'exact'],
      ['https://x.eu.example.com/a/b', 'long'],
      ['https://y.eu.example.com/a', 'long'],
      ['https://y.eu.example.com/b', 'short'],
      ['https://eu.example.com/a/b', 'short'],
      ['https://a.b.example.com/a/b', 'short'],
      ['https://example.com/a/b', 'any-deep'],
      ['https://example.com/a', 'any'],
      ['https://notexample.com/a', 'any'],
      ['https://x.eu.example.com:8443/a', 'exact'],
      ['https://X.EU.example.com./a', 'exact'],
    ),
  },
  'D7: the longer host pattern, whatever the paths': {
    bundle: bundle([
      on('short', '*.example.com', '/a/b'),
      on('long', '*.eu.example.com'),
      on('longest', '*.x.eu.example.com', '/{a}/b'),
      on('any', null),
      on('address', '[::1]'),
    ]),
    cases: rows(
      ['https://y.eu.example.com/a/b', 'long'],
      ['https://y.x.eu.example.com/a/b', 'longest'],
      ['https://y.x.eu.example.com/a', 'long'],
      ['https://y.example.com/a/b', 'short'],
      ['https://.example.com/a/b', 'any'],
      ['https://[::1]/', 'address'],
      ['https://[::1]:8443/', 'address'],
      ['https://[::1:2]/', 'any'],
    ),
  },
  'D7: a match with methods before one without': {
    bundle: bundle([
      resource('all', '/a'),
      resource('read', [match('/a', { methods: ['GET'] })]),
      resource('write', [match('/a', { methods: ['POST', 'PUT'] })]),
      resource('below', '/**'),
      resource('posted', [match('/b', { methods: ['POST'] })]),
    ]),
    cases: rows(
      ['/a', 'read'],
      ['/a', 'read', 'HEAD'],
      ['/a', 'write', 'PUT'],
      ['/a', 'all', 'DELETE'],
      ['/a', 'all', 'put'],
      ['/a', 'all', ''],
      ['/b', 'posted', 'POST'],
      ['/b', 'below', 'GET'],
    ),
  },
  'D7: a tie leads nowhere, and only where both fit': {
    bundle: bundle([
      resource('one', [
        match('/{x}/a'),
        match('/t', { methods: ['GET'] }),
        match('/both'),
        match('/both/'),
      ]),
      resource('two', [match('/{y}/a'), match('/t', { methods: ['GET', 'POST'] })]),
      resource('upper', [match('/Case/x')]),
      resource('lower', [match('/case/x')]),
    ]),
    cases: rows(
      ['/q/a', 'ambiguous'],
      ['/t', 'ambiguous'],
      ['/t', 'ambiguous', 'HEAD'],
      ['/t', 'two', 'POST'],
      ['/both', 'one'],
      ['/case/x', 'ambiguous'],
      ['/Case/x', 'ambiguous'],
      ['/CASE/x', 'ambiguous'],
    ),
  },
  'D7: a tie where patterns are all in lower case': {
    bundle: bundle(['one', 'two'].map((name) => resource(name, '/{x}/a'))),
    cases: rows(['/q/a', 'ambiguous'], ['/q/b', 'none']),
  },
  'many literals under one node': {
    bundle: bundle(paths(...many, '/many/{id}', '/few/a', '/few/b')),
    cases: [
      ...rows(...many.map((path) => [path, path] as const)),
      ...rows(
        ['/many/w', '/many/{id}'],
        ['/many/w20', '/many/{id}'],
        ['/many', 'none'],
        ['/few/a', '/few/a'],
        ['/few/b', '/few/b'],
        ['/few/c', 'none'],
        ['/few/ab', 'none'],
        ['/many/w%31', 'ambiguous'],
      ),
    ],
  },
  'D4: alternatives that lead to one resource, or do not': {
    bundle: bundle(paths('/public/**', '/private/**', '/name/{x}', '/one', '/Upper/{x}')),
    cases: rows(
      ['/public/%41', '/public/**'],
      ['/public/a%20b', '/public/**'],
      ['/public/a;b', '/public/**'],
      ['/public/a//b', '/public/**'],
      ['/public/A', '/public/**'],
      ['/public/%C3%A9', '/public/**'],
      ['/public/a%2Fb', '/public/**'],
      ['/public\\a', 'ambiguous'],
      ['/public%2Fa', 'ambiguous'],
      ['/public;/a', 'ambiguous'],
      ['//public/a', 'ambiguous'],
      ['/%70ublic/a', 'ambiguous'],
      ['/%2570ublic/a', 'ambiguous'],
      ['/Public/a', 'ambiguous'],
      ['/PUBLIC', 'ambiguous'],
      ['/public/..%2fprivate', 'ambiguous'],
      ['/public/../private', 'ambiguous'],
      ['/public#', 'ambiguous'],
      ['/name/a%20b', '/name/{x}'],
      ['/name/a%2Fb', 'ambiguous'],
      ['/name/;x', 'ambiguous'],
      ['/name/a//', 'ambiguous'],
      ['/name/a%3B%2e', '/name/{x}'],
      ['/elsewhere/%41//b;c', 'none'],
      ['/Elsewhere', 'none'],
      ['/Upper/x', '/Upper/{x}'],
      ['/upper/x', 'ambiguous'],
      ['/one', '/one'],
      ['/o%6Ee', 'ambiguous'],
    ),
  },
  'D4: the paths for which the rule was made': {
    bundle: bundle(
      paths(
        '/public/**',
        '/private/**',
        '/a',
        '/a/**',
        '/api/v4/projects/{id}/**',
        '/page/**',
        '/case/{x}/b/**',
      ),
    ),
    cases: rows(
      ['/public/%2e%2e/admin', 'ambiguous'],
      ['/public/%252e%252e%252fprivate%25', 'ambiguous'],
      ['/public/..;/private', 'ambiguous'],
      ['//private/me', 'ambiguous'],
      ['/Private/me', 'ambiguous'],
      ['/a/%2F', 'ambiguous'],
      ['/a/%252F', 'ambiguous'],
      ['/a/x%2F', '/a/**'],
      ['/%70ublic/x', 'ambiguous'],
      ['/page/100%25', '/page/**'],
      ['/page/100%25;v=2//x%5Cy', '/page/**'],
      ['/page/%C3%A9%25zz', '/page/**'],
      ['/api/v4/projects/group%2Fproject/issues', '/api/v4/projects/{id}/**'],
      ['/api/v4/projects/%2Fissues', 'ambiguous'],
      ['/api/v4/projects/7/%2Fissues', '/api/v4/projects/{id}/**'],
      ['/api/v4/projects/%2F', 'ambiguous'],
      ['/api/v4/projects/%252F', 'ambiguous'],
      ['/public%5C..%5Cprivate', 'ambiguous'],
      ['/public/x%5C%2e%2e%5C..%5Cprivate', 'ambiguous'],
    ),
  },
  'D4: segments are read each by itself': {
    bundle: bundle(paths('/a/b', '/A/b', '/a/{x}', '/{x}/%', '/**')),
    cases: rows(
      ['/a/b', 'ambiguous'],
      ['/c/b', '/**'],
      ['/%61/%62', 'ambiguous'],
      ['/c/%62', '/**'],
    ),
  },
  'D4: {name} and ** take what the rest of some alternative needs': {
    bundle: bundle([
      ...paths('/x/a', '/{n}/b', '/deep/x/**', '/deep/{n}/b/c'),
      on('other', null, '/y/**'),
      on('host', 'api.example.com', '/y/{n}/z'),
    ]),
    cases: rows(
      ['/x/a', '/x/a'],
      ['/x/b', '/{n}/b'],
      ['/x/%61', 'ambiguous'],
      ['/x/%62', 'ambiguous'],
      ['/deep/x/%62/c', '/deep/x/**'],
      ['/deep/w/%62/c', 'ambiguous'],
      ['/y/a/z', 'host'],
      ['/y/a/%7A', 'ambiguous'],
      ['/y/a/w%25', 'other'],
      ['/y/a%2Fz', 'ambiguous'],
    ),
  },
  'D4: two patterns that differ by case only': {
    bundle: bundle([
      resource('one', '/Same/{x}'),
      resource('one-more', [match('/same/{x}/b'), match('/SAME/{x}/b')]),
    ]),
    cases: rows(
      ['/Same/x', 'ambiguous'],
      ['/same/x', 'ambiguous'],
      // With case folded it can be `/Same`, below which nothing matches.
      ['/same/x/b', 'ambiguous'],
      ['/other/x', 'none'],
      ['/sAme/x/b', 'ambiguous'],
    ),
  },
  'D4: an encoded slash as data': {
    bundle: bundle([
      resource('file', [match('/files/{name}', { encodedSlash: 'data' })]),
      resource('fixed', [match('/mixed/a')]),
      resource('kept', [match('/mixed/{x}', { encodedSlash: 'data' })]),
      resource('exact', [match('/other/a', { encodedSlash: 'data' })]),
      resource('named', [match('/other/{x}')]),
      resource('below', [match('/other/**')]),
      resource('tied-data', [match('/tied/{x}', { encodedSlash: 'data' })]),
      resource('tied', [match('/tied/{x}')]),
      resource('same', [match('/same/{x}'), match('/same/{x}', { encodedSlash: 'data' })]),
      resource('deep', [match('/deep/{x}/**', { encodedSlash: 'data' })]),
      resource('cased', [match('/Cased/{x}', { encodedSlash: 'data' })]),
      resource('first', '/first/{x}'),
      resource('first-data', [match('/first/{x}', { encodedSlash: 'data', methods: ['GET'] })]),
      resource('second', [match('/second/{x}', { methods: ['GET'] })]),
      resource('second-data', [match('/second/{x}', { encodedSlash: 'data' })]),
      resource('both-1', [match('/both/{x}', { encodedSlash: 'data' })]),
      resource('both-2', [match('/both/{x}', { encodedSlash: 'data' })]),
      resource('both-3', '/both/**'),
      resource('pair', [match('/pair/{x}', { host: 'api.example.com', encodedSlash: 'data' })]),
      resource('pair-below', [match('/pair/**')]),
    ]),
    cases: rows(
      ['/files/a', 'file'],
      ['/files/a%2Fb', 'file'],
      ['/files/a%2fB', 'file'],
      ['/files/a%252Fb', 'file'],
      ['/files/a/b', 'none'],
      ['/files/%2F', 'file'],
      ['/files/..%2fa', 'ambiguous'],
      ['/files/a%2F..', 'ambiguous'],
      ['/files%2Fa', 'none'],
      ['/mixed/a', 'fixed'],
      ['/mixed/b', 'kept'],
      ['/mixed/b%2Fc', 'kept'],
      ['/Cased/a%2Fb', 'cased'],
      ['/first/a', 'first-data'],
      ['/first/a', 'first', 'POST'],
      ['/second/a', 'second'],
      ['/second/a', 'second-data', 'POST'],
      ['/both/a', 'ambiguous'],
      ['/other/a', 'exact'],
      ['/other/b', 'named'],
      ['/other/b/c', 'below'],
      ['/other/a%2Fb', 'ambiguous'],
      ['/tied/a', 'ambiguous'],
      ['/same/a', 'same'],
      ['/deep/a%2Fb/c', 'deep'],
      ['/pair/a', 'pair'],
      ['/pair/a%2Fb', 'pair'],
      ['/pair/a/b', 'pair-below'],
      ['https://x.example/pair/a', 'pair-below'],
    ),
  },
  'D15: a tenant named by the host': {
    bundle: bundle([resource('api', '/v1/**')], {
      tenancy: { host: '{tenant}.api.example.com' },
      tenants: { acme: list([]), globex: list([]) },
    }),
    cases: [
      ...rows(
        ['https://acme.api.example.com/v1', 'api @acme'],
        ['https://ACME.api.example.com:8443/v1', 'api @acme'],
        ['https://acme.api.example.com/v2', 'none @acme'],
        ['https://acme.api.example.com/V1', 'ambiguous'],
        ['https://acme.api.example.com/v1/A%41', 'api @acme'],
        ['https://umbrella.api.example.com/v1', 'api, tenant unknown'],
        ['https://a.acme.api.example.com/v1', 'api'],
        ['https://api.example.com/v1', 'api'],
      ),
      { url: 'https://acme.api.example.com/v1', layerTenant: 'acme', leads: 'api @acme' },
      {
        url: 'https://acme.api.example.com/v1',
        layerTenant: 'globex',
        leads: 'api, tenant unknown',
      },
      { url: 'https://api.example.com/v1', layerTenant: 'acme', leads: 'api, tenant unknown' },
      {
        url: 'https://api.example.com/nothing',
        layerTenant: 'acme',
        leads: 'none, tenant unknown',
      },
      {
        url: 'https://umbrella.api.example.com/v1',
        layerTenant: 'umbrella',
        leads: 'api, tenant unknown',
      },
    ],
  },
  'D15: a tenant named by the path': {
    bundle: bundle([resource('shop', '/t/{shop}/**'), resource('rest', '/**')], {
      tenancy: { path: '/t/{tenant}/**' },
      tenants: { acme: list([]), Globex: list([]) },
    }),
    cases: [
      ...rows(
        ['/t/acme/x', 'shop @acme'],
        ['/t/acme', 'shop @acme'],
        ['/t/umbrella/x', 'shop, tenant unknown'],
        ['/t', 'rest'],
        ['/x/acme', 'rest'],
        ['/t/acm%65/x', 'ambiguous'],
        ['/t/ACME/x', 'ambiguous'],
        ['/t/acme/X', 'shop @acme'],
        ['/t/acme;x/y', 'ambiguous'],
        ['/t/acme/x;y', 'shop @acme'],
        // Names of members are folded too.
        ['/t/Globex', 'shop @Globex'],
        ['/t/globex', 'ambiguous'],
      ),
      { url: '/t/acme/x', layerTenant: 'globex', leads: 'shop, tenant unknown' },
      { url: '/t/acme/x', layerTenant: 'acme', leads: 'shop @acme' },
    ],
  },
  'D15: a segment {tenant} of the match must be the tenant of the host': {
    bundle: bundle(
      [
        resource('shop', '/shops/{tenant}/**'),
        resource('rest', '/rest'),
        resource('kept', [match('/kept/{tenant}', { encodedSlash: 'data' })]),
      ],
      { tenancy: { host: '{tenant}.example.com' }, tenants: { acme: list([]), globex: list([]) } },
    ),
    cases: [
      // The match alone establishes no tenant.
      ...rows(
        ['https://shop.test/shops/acme', 'shop, tenant unknown'],
        ['https://shop.test/shops/acme%2Fx', 'shop, tenant unknown'],
        ['https://acme.example.com/shops/acme/x', 'shop @acme'],
        ['https://acme.example.com/shops/ACME', 'ambiguous'],
        ['https://acme.example.com/shops/other', 'shop, tenant unknown'],
        ['https://acme.example.com/shops/OTHER', 'shop, tenant unknown'],
        ['https://acme.example.com/shops/globex/x', 'shop, tenant unknown'],
        ['https://acme.example.com/shops/acme%2Fx', 'ambiguous'],
        ['https://acme.example.com/shops/acm%65/x', 'ambiguous'],
        ['https://initech.example.com/shops/acme', 'shop, tenant unknown'],
        ['https://initech.example.com/shops/ACME', 'shop, tenant unknown'],
        ['https://acme.example.com/rest', 'rest @acme'],
        ['https://shop.test/rest', 'rest'],
        ['https://acme.example.com/kept/acme', 'kept @acme'],
        ['https://acme.example.com/kept/acme%2Fb', 'kept, tenant unknown'],
        ['https://acme.example.com/kept/acme;b', 'ambiguous'],
      ),
      {
        url: 'https://acme.example.com/shops/acme',
        layerTenant: 'globex',
        leads: 'shop, tenant unknown',
      },
      { url: 'https://acme.example.com/shops/acme', layerTenant: 'acme', leads: 'shop @acme' },
      // What the layer knows never makes an ambiguous path clear.
      { url: 'https://acme.example.com/shops/ACME', layerTenant: 'globex', leads: 'ambiguous' },
      { url: 'https://shop.test/rest', layerTenant: 'acme', leads: 'rest, tenant unknown' },
    ],
  },
  'D15: several templates': {
    bundle: bundle(
      [resource('shop', '/shops/{tenant}/**'), resource('both', '/t/{a}/x/{tenant}')],
      {
        // The type of the bundle follows with the checks of such lists.
        tenancy: { path: ['/shops/{tenant}/**', '/t/{x}/x/{tenant}', '/t/{tenant}/**'] as never },
        tenants: { acme: list([]), Globex: list([]) },
      },
    ),
    cases: rows(
      ['/shops/acme', 'shop @acme'],
      ['/shops/Globex', 'shop @Globex'],
      ['/shops/globex', 'ambiguous'],
      ['/shops/initech', 'shop, tenant unknown'],
      ['/t/acme/x/acme', 'both @acme'],
      ['/t/acme/x/Globex', 'both, tenant unknown'],
      ['/t/acme', 'none @acme'],
      ['/t/initech/x/acme', 'both, tenant unknown'],
      ['/other', 'none'],
    ),
  },
  'D15: a tenant that only some alternatives name': {
    bundle: bundle([resource('all', '/**')], {
      tenancy: { path: '/t/{tenant}/**' },
      tenants: { acme: list([]) },
    }),
    cases: rows(
      ['/t/acme', 'all @acme'],
      ['/t//acme', 'ambiguous'],
      ['/t//other', 'ambiguous'],
      ['/t/acme//x', 'all @acme'],
      ['/t', 'all'],
    ),
  },
  'D15: a tenant in the first segment': {
    bundle: bundle([resource('shop', '/{tenant}/x'), resource('rest', '/a/**')], {
      tenancy: { path: '/{tenant}/x' },
      tenants: { acme: list([]), a: list([]) },
    }),
    cases: rows(
      ['/acme/x', 'shop @acme'],
      ['/other/x', 'shop, tenant unknown'],
      ['/a/x', 'rest @a'],
      ['/a/y', 'rest'],
    ),
  },
  'D11: an API version in the path': {
    bundle: bundle(
      [
        resource('api', '/{v}/**', {
          grants: [
            grant({ when: { apiVersion: ['v1', 'v2'] } }),
            grant({ when: { roles: ['reader'] } }),
            anyone(),
          ],
        }),
      ],
      { context: { apiVersion: { path: '/{apiVersion}/**' } } },
    ),
    cases: rows(
      ['/v1/x', 'api #v1'],
      ['/v2', 'api #v2'],
      ['/v3/x', 'api'],
      ['/V1/x', 'ambiguous'],
      ['/V3/x', 'api'],
      ['/v1/X', 'api #v1'],
      ['/%76%31/x', 'ambiguous'],
      ['/v1/%78', 'api #v1'],
      ['/', 'none'],
    ),
  },
  'D11: API versions that differ by case only': {
    bundle: bundle(
      [resource('api', '/{v}/**', { grants: [grant({ when: { apiVersion: ['v1', 'V1'] } })] })],
      { context: { apiVersion: { path: '/{apiVersion}/**' } } },
    ),
    // With case folded, each of them can be the other.
    cases: rows(['/v1/x', 'ambiguous'], ['/V1/x', 'ambiguous'], ['/v2/x', 'api']),
  },
  'an API version in a header says nothing of the path': {
    bundle: bundle(
      [resource('api', '/**', { grants: [grant({ when: { apiVersion: ['v1'] } })] })],
      {
        context: { apiVersion: { header: 'api-version' } },
      },
    ),
    cases: rows(['/v1/x', 'api'], ['/V1/x', 'api']),
  },
  'what is no pattern matches nothing': {
    bundle: bundle([resource('broken', 'no pattern'), resource('api', '/api')], {
      tenancy: { host: 'no template' },
      context: { apiVersion: { path: 'no template' } },
    }),
    cases: rows(['/no pattern', 'ambiguous'], ['/api', 'api'], ['/no', 'none']),
  },
}
