/**
 * Origins in and near the sets of a bundle.
 *
 * @module
 */
import type { Bundle, OriginList, Resource } from '@marque/core'
import { ORIGINS } from './words.ts'

/** What an attacker, a typing error or an odd client makes of an origin. */
const TRICKS: readonly ((origin: string) => string)[] = [
  (origin) => origin.replace('://', '://evil'),
  (origin) => origin.replace('://', '://x.'),
  (origin) => origin.replace('://', '://x.y.'),
  (origin) => `${origin}.evil.test`,
  (origin) => `${origin}:8443`,
  (origin) => `${origin}:443`,
  (origin) => `${origin}:0`,
  (origin) => `${origin}:03000`,
  (origin) => `${origin}:65536`,
  (origin) => `${origin}/`,
  (origin) => `${origin} `,
  (origin) => origin.toUpperCase(),
  (origin) => origin.replace('https:', 'http:'),
  (origin) => origin.replace('://', '://u:p@'),
  (origin) => origin.replace('.', '..'),
  (origin) => origin.replace('.', '-'),
  (origin) => origin.replace(/\.[^.]*$/, ''),
  (origin) => origin.replace('://', ':// '),
  (origin) => origin.replace('://', '://x/.'),
  (origin) => origin.replace('://', '://x\\.'),
  (origin) => `${origin.replace(/:\d+$/, '')}.`,
  (origin) => origin.slice(0, -1),
  (origin) => origin.replace('k', '\u212a').replace('s', '\u017f'),
]

const ODD: readonly string[] = [
  'null',
  'null',
  'file://',
  'invalid_origin',
  'https://',
  'https://.',
  'https://-',
  'app://.:1',
  'safari-web-extension://9C1F4B5E-03D4-4A2B-8E54-1B7F0A4C2D11',
  '//app.example.com',
  'https://a.com:443',
  'http://127.1',
  'http://0x7f.0.0.1',
  'http://256.0.0.1',
  'http://1.2.3.4',
  'http://[0:0::1]',
  'http://[::1]',
  'http://[2001:db8::1:0:0:1]',
  'http://[2001:db8:0:0:1::1]',
  'https://xn--rsum-bpad.com',
  'https://[::ffff:127.0.0.1]',
  'http://1.2.3.4.',
  'https://app.example.com.',
  'https://app.example.com..',
  'https://--app.preview.example.com',
  'https://x-app.preview.example.com',
  'https://x.y--app.preview.example.com',
  `https://${'a'.repeat(58)}--app.preview.example.com`,
  `https://${'a'.repeat(59)}--app.preview.example.com`,
  `https://${'a'.repeat(63)}.test`,
  `https://${'a'.repeat(64)}.test`,
  `https://${'abcdefghi.'.repeat(25)}test`,
  `https://${'abcdefghi.'.repeat(24)}abcdefghitest`,
  `https://${'abcdefghi.'.repeat(24)}abcdefghijtest`,
  '*',
  'https://*.example.com',
  'https://evil.test',
  'https://evil.test',
]

/** The origin that `base` names, near what `aim` grants or anywhere, changed as `trick` says; 0 changes nothing. */
export function originFor(
  bundle: Bundle,
  aim: Resource | null,
  base: number,
  trick: number,
): string {
  const near = aim === null ? [] : originsOf(listsOf(bundle, aim))
  const self = bundle.self.map((_entry, index) => ownOrigin(bundle, base + index, index))
  const all = [...Object.values(bundle.sets), ...Object.values(bundle.tenants)]
  const known = near.length > 0 ? near : [...originsOf(all), ...self, ...ORIGINS, ...ODD]
  const origin = known[base % known.length] ?? 'null'
  const change = trick === 0 ? undefined : TRICKS[trick % TRICKS.length]
  return change === undefined ? origin : change(origin)
}

/** An origin of `self`. A tenant that the bundle does not have is named by hosts too; its origin is not an own one (D6). */
export function ownOrigin(bundle: Bundle, number: number, index = number): string {
  const tenants = [...Object.keys(bundle.tenants), 'nobody']
  const entry = bundle.self[index % bundle.self.length] ?? ''
  return entry.replace('{tenant}', tenants[number % tenants.length] ?? '')
}

function listsOf(bundle: Bundle, resource: Resource): readonly OriginList[] {
  return resource.grants.flatMap((grant) => [
    ...grant.sets.map((name) => bundle.sets[name]).filter((list) => list !== undefined),
    ...(grant.tenant ? Object.values(bundle.tenants) : []),
  ])
}

/** The `*` of the host filled in; within a label two labels are a near miss. */
function filled(pattern: string, text: string): string {
  return pattern.replace('://*', `://${text}`)
}

function originsOf(lists: readonly OriginList[]): readonly string[] {
  const patterns = lists.flatMap((list) => list.patterns)
  return [
    ...lists.flatMap((list) => list.exact),
    ...patterns.map((pattern) => filled(pattern, 'x').replace(':*', ':81')),
    ...patterns.map((pattern) => filled(pattern, 'a.b').replace(':*', '')),
    ...patterns.map((pattern) => filled(pattern, 'pr-1').replace(':*', '')),
  ]
}
