import { prepare } from '@marque/core'
import type { VerifiedBundle } from '@marque/sync'
import { grant, granting } from '@marque/testkit/bundles'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { policyReporter } from './lifecycle.ts'

let written: string[] = []
beforeEach(() => {
  written = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const problem = { code: 'ERR_SYNC_UNREACHABLE', message: 'no response' } as const

test.each([
  [
    'bundle',
    'marque: the new policy is rejected, the previous one stays in force: no response (ERR_SYNC_UNREACHABLE)\n',
  ],
  [
    'lease',
    'marque: the lease of the policy is not renewed, the previous one applies until it ends: no response (ERR_SYNC_UNREACHABLE)\n',
  ],
] as const)('F31: a rejected %s is named as what it is', (of, want) => {
  policyReporter(true).onEvent({ type: 'rejected', of, problem })
  expect(written).toEqual([want])
})

/** A policy with resources of these names that require a login. */
function heldWith(...required: readonly string[]): VerifiedBundle {
  const bundle = granting([grant()], {})
  const [resource] = bundle.resources
  if (resource === undefined) throw new Error('the sample has a resource')
  const logins = required.map((name) => ({
    ...resource,
    name,
    authentication: 'required' as const,
  }))
  const resources = [...bundle.resources, ...logins]
  return {
    bundle: { ...bundle, resources },
    engine: prepare(bundle),
    digest: 'sha256:0123456789abcdef',
    release: null,
  } as unknown as VerifiedBundle
}

test('a policy that is reverted after a rejected change is reported once as current', () => {
  const reporter = policyReporter(true)
  reporter.started(heldWith())
  reporter.onEvent({ type: 'unchanged' })
  written = []
  reporter.onEvent({ type: 'rejected', of: 'bundle', problem })
  reporter.onEvent({ type: 'unchanged' })
  reporter.onEvent({ type: 'unchanged' })
  expect(written.slice(1)).toEqual(['marque: policy sha256:0123456789ab… is current again\n'])
})

describe('resources that require a login, and no issuer is configured', () => {
  const warning = (names: string) =>
    `marque: warning: resources with \`authentication: required\` answer 401 to every request, because no issuer of logins is configured (\`authentication\` in the settings file): ${names}\n`

  test('are named at the start, three at most', () => {
    policyReporter(false).started(heldWith('a', 'b', 'c', 'd', 'e'))
    expect(written.slice(1)).toEqual([warning('`a`, `b`, `c` and 2 more')])
  })
  test('and after a change of the policy', () => {
    const held = heldWith('payments')
    policyReporter(false).onEvent({ type: 'swapped', held, from: 'renewal' })
    expect(written.slice(1)).toEqual([warning('`payments`')])
  })
  test('nothing is written without such resources, or with an issuer', () => {
    policyReporter(false).started(heldWith())
    policyReporter(true).started(heldWith('payments'))
    expect(written.join('')).not.toContain('warning')
  })
})
