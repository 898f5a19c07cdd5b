import { afterEach, expect, test, vi } from 'vitest'
import { reportSyncEvent } from './lifecycle.ts'

afterEach(() => vi.restoreAllMocks())

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
  const written: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  const problem = { code: 'ERR_SYNC_UNREACHABLE', message: 'no response' } as const
  reportSyncEvent({ type: 'rejected', of, problem })
  expect(written).toEqual([want])
})
