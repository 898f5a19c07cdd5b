/**
 * Paths that fit a pattern, and spellings of them that layers read differently.
 *
 * @module
 */
import { SEGMENTS } from './words.ts'

export interface PathPlan {
  readonly names: readonly [number, number, number]
  readonly rest: number
  readonly mutations: readonly number[]
}

const TENANT_WORDS: readonly string[] = [
  'globex',
  'acme',
  'globex',
  'ACME_1',
  'acme_1',
  'nobody',
  'Globex',
]

const RESTS: readonly string[] = ['', '', '/x', '/b', '/b/c', '/', '/v1', '/a/', '/globex/a']

function encoded(text: string, index: number, times: number): string {
  const at = index % Math.max(text.length, 1)
  const hex = text.charCodeAt(at).toString(16).padStart(2, '0')
  return `${text.slice(0, at)}${'%25'.repeat(times - 1).replace(/%25/g, '%25')}${times > 1 ? hex : `%${hex}`}${text.slice(at + 1)}`
}

const LETTER = /[a-z0-9]/gi

function hex(letter: string): string {
  return letter.charCodeAt(0).toString(16).padStart(2, '0')
}

/** Changes one place of those that `places` finds. */
function at(change: (text: string) => string, places: RegExp): (path: string, n: number) => string {
  return (path, n) => {
    const found = [...path.matchAll(places)]
    const one = found[n % Math.max(found.length, 1)]
    if (one === undefined) return path
    return path.slice(0, one.index) + change(one[0]) + path.slice(one.index + one[0].length)
  }
}

/** Each takes a path and a number, and answers another spelling, or another path. */
const MUTATIONS: readonly ((path: string, n: number) => string)[] = [
  (path) => path.toUpperCase(),
  (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  (path) => path.toLowerCase(),
  (path, n) => encoded(path, n, 1),
  (path, n) => encoded(path, n, 2),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1%2F'),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1%2f'),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1%252F'),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1\\'),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1%5C'),
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1//'),
  (path) => `/${path}`,
  (path) => `${path};x=1`,
  (path) => path.replace(/(.)\/(?!.*\/)/, '$1;p/'),
  (path) => `${path}%3Bx`,
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `${path}/../b`,
  (path) => `${path}/%2e%2E/b`,
  (path) => `${path}/%252e%252e/b`,
  (path) => `${path}/..;/b`,
  (path) => `${path}/.`,
  (path) => `${path}%2F..%2Fb`,
  (path) => `${path}/...`,
  (path) => `${path}%`,
  (path) => `${path}%2`,
  (path) => `${path}%zz`,
  (path) => `${path}/100%25`,
  (path) => `${path}%00`,
  (path) => `${path}%2500`,
  (path) => `${path}%C2%85`,
  (path) => `${path}/%C3%A9`,
  (path) => `${path}/%c3`,
  (path) => `${path}/%C3%25A9`,
  (path) => `${path}/%C0%AF`,
  (path) => `${path}/%ED%A0%80`,
  (path) => `${path}/%E2%84%AA`,
  (path) => `${path}/%20x%40`,
  (path) => `${path}/a b`,
  (path) => `${path}/\u00e9`,
  (path) => `${path}#x`,
  (path) => `${path}?q=../%zz;\\`,
  (path) => `${path}?q#f`,
  (path) => `${path}/%2F`,
  (path) => `${path}%3F`,
  (path) => `${path}%23`,
  (path) => `${path}+`,
  () => '*',
  () => '',
  () => '?x',
  (path) => path.slice(1),
  at((letter) => letter.toUpperCase(), LETTER),
  at((letter) => letter.toLowerCase(), LETTER),
  at((letter) => `%${hex(letter)}`, LETTER),
  at((letter) => `%25${hex(letter)}`, LETTER),
  at((letter) => `%25${[...hex(letter)].map((digit) => `%${hex(digit)}`).join('')}`, LETTER),
  ...['%2f', '%252f', '\\', '%5c', '%255C', ';p/', '%3Bp/', '%253Bp/', ';p%2Fq/', '%25/'].map(
    (text) => at(() => text, /(?<=.)\//g),
  ),
  ...['//', '/%2F', '/;p/', '/%3B/', '\\/'].map((text) => at(() => text, /\//g)),
]

/** A path under `pattern`. `plain` leaves the spelling alone. */
export function pathFor(pattern: string, plan: PathPlan, plain: boolean): string {
  let count = 0
  const filled = pattern
    .replace(/\{(tenant)?[^}]*\}/g, (_, tenant: string | undefined) => {
      const number = plan.names[count++ % 3] ?? 0
      const words = tenant === undefined ? SEGMENTS : TENANT_WORDS
      return words[number % words.length] ?? 'a'
    })
    .replace(/\/\*\*$/, RESTS[plan.rest % RESTS.length] ?? '')
  let path = filled === '' ? '/' : filled
  if (plain) return path
  for (const mutation of plan.mutations) {
    path =
      MUTATIONS[mutation % MUTATIONS.length]?.(path, Math.floor(mutation / MUTATIONS.length)) ??
      path
  }
  // Without a `/` before it, a host would grow.
  return /^[/?*\\#]/.test(path) || path === '' ? path : `/${path}`
}
