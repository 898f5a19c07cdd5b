/**
 * Answers of an application, and what each of them must be.
 *
 * @module
 */

import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import { expect } from 'vitest'
import type { RunningApp } from '../contract/app.ts'

/** Asks on a connection of its own. */
export async function ask(
  app: RunningApp,
  target: string,
  { method = 'GET', origin = APP, lines = '' } = {},
): Promise<Response> {
  const from = origin === '' ? '' : `Origin: ${origin}\r\n`
  const answer = await exchange(
    app.port,
    `${method} ${target} HTTP/1.1\r\nHost: api.example.com\r\n${from}${lines}Connection: close\r\n\r\n`,
  )
  if (answer === null) throw new Error('no answer')
  return answer
}

/** Names of `Vary`, lower-case; each must stand once. */
export function varyOf(answer: Response): readonly string[] {
  expect(valuesOf(answer, 'vary').length).toBe(1)
  const names = valuesOf(answer, 'vary').flatMap((value) => value.toLowerCase().split(/,\s*/))
  expect(new Set(names).size).toBe(names.length)
  return names
}

/** Everything that begins with `access-control-`, each name once. */
export function corsOf(answer: Response): object {
  const lines = answer.headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('access-control-'))
  expect(new Set(lines.map(([name]) => name)).size).toBe(lines.length)
  return Object.fromEntries(lines)
}

/** The headers beside those of CORS that the policy of the tests decides (D22). */
function ownedOf(answer: Response): readonly (readonly string[])[] {
  return ['timing-allow-origin', 'cross-origin-resource-policy'].map((name) =>
    valuesOf(answer, name),
  )
}

/** What a granted request gets, and nothing else. */
export const GRANTED = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'etag',
}

/** A granted and a denied request: the same in both, but for what only the policy says. */
export async function expectOneAuthor(
  app: RunningApp,
  target: string,
  status: number,
  more: { readonly method?: string; readonly lines?: string } = {},
): Promise<void> {
  const granted = await ask(app, target, more)
  expect([granted.status, corsOf(granted)]).toEqual([status, GRANTED])
  expect(ownedOf(granted)).toEqual([[APP], ['same-site']])
  expect(varyOf(granted)).toContain('origin')
  const denied = await ask(app, target, { ...more, origin: EVIL })
  expect([denied.status, corsOf(denied)]).toEqual([status, {}])
  expect(ownedOf(denied)).toEqual([[], ['same-site']])
  expect(varyOf(denied)).toContain('origin')
}
