import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { singleOriginPolicy } from '@marque/testkit/policies'
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { marque as expressMarque } from '../../src/express.ts'
import { policyFile } from '../../src/file.ts'
import { metrics } from '../../src/metrics.ts'
import { marque } from '../../src/node/index.ts'

let folder: string
let file: string
let printed: MockInstance<typeof console.error>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-reports-'))
  file = join(folder, 'policy.yaml')
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('F31: a policy file that becomes invalid is reported once on standard error, without `onEvent`; so is the one that is valid again', async () => {
  writeFileSync(file, singleOriginPolicy())
  const policy = await policyFile(file, { interval: 0 })
  // Two middlewares with one source.
  marque({ policy })
  expressMarque({ policy })
  writeFileSync(file, 'version: 2\n\u001b[31m')
  await policy.reload()
  await policy.reload()
  const lines = printed.mock.calls.map(([line]) => String(line))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(
    /^marque: the policy could not be renewed, the previous one stays in force: .+ \(ERR_SYNC_REFUSED\)$/,
  )
  expect(lines[0]).toMatch(/^[\x20-\x7e]+$/)
  writeFileSync(file, singleOriginPolicy('https://other.example'))
  await policy.reload()
  expect(String(printed.mock.calls.at(-1)?.[0])).toMatch(
    /^marque: policy sha256:[0-9a-f]{12} is in force$/,
  )
  expect(printed).toHaveBeenCalledTimes(2)
  expect(metrics()).toContain('marque_bundle_rejected_total{reason="ERR_SYNC_REFUSED"} 2\n')
  await policy.close()
})

test('F31: a policy file that is reverted to the content in force is reported once, too', async () => {
  writeFileSync(file, singleOriginPolicy())
  const policy = await policyFile(file, { interval: 0 })
  marque({ policy })
  expect(metrics()).toContain('marque_bundle_rejected_total{reason="ERR_SYNC_SIGNATURE"} 0\n')
  expect(metrics()).toContain('marque_bundle_newest_rejected 0\n')
  writeFileSync(file, 'version: 2')
  await policy.reload()
  expect(metrics()).toContain('marque_bundle_newest_rejected 1\n')
  writeFileSync(file, singleOriginPolicy())
  await policy.reload()
  expect(metrics()).toContain('marque_bundle_newest_rejected 0\n')
  await policy.reload()
  const lines = printed.mock.calls.map(([line]) => String(line))
  expect(lines).toEqual([
    expect.stringContaining('could not be renewed'),
    expect.stringMatching(/^marque: policy sha256:[0-9a-f]{12} is in force$/),
  ])
  await policy.close()
})
