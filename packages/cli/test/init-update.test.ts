/** `marque init --update`, in a process of its own. */

import { chmodSync, statSync, writeFileSync } from 'node:fs'
import type { CommandOutcome } from '@marque/testkit/processes'
import { beforeEach, describe, expect, test } from 'vitest'
import { API, initFolder } from './init-folder.ts'

const { at, run, read } = initFolder()

describe('brought up to date', () => {
  beforeEach(async () => {
    writeFileSync(at('api.json'), API)
    await run('--from', 'api.json')
  })
  const update = (): Promise<CommandOutcome> => run('--update', '--from', 'api.json')

  test('with nothing new, the file is not touched', async () => {
    chmodSync(at('policy.yaml'), 0o444)
    const before = statSync(at('policy.yaml'))
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('not changed')
    const after = statSync(at('policy.yaml'))
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino])
  })

  test('F11: with another API, whose server is added to `self`', async () => {
    writeFileSync(at('b.json'), API.replace('api.example.com', 'billing.example.com'))
    const { exit, stderr } = await run('--update', '--from', 'b.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('https://billing.example.com added to `self`')
    expect(read()).toContain('self: [https://api.example.com, "https://billing.example.com"]')
    expect(read()).toContain('host: billing.example.com')
    expect(stderr).not.toContain('MQ-821')
  })

  test('at an address of its own, nothing is added', async () => {
    writeFileSync(at('b.json'), API.replace('api.example.com', 'internal.example.com'))
    const { exit, stderr } = await run(
      '--update',
      '--from',
      'b.json',
      '--self',
      'https://api.example.com',
    )
    expect(exit).toBe(0)
    expect(stderr).toContain('not changed')
  })

  test('with a new endpoint, it has one resource more, and keeps its mode', async () => {
    chmodSync(at('policy.yaml'), 0o640)
    const before = read()
    writeFileSync(at('api.json'), API.replace('"paths":{', '"paths":{"/invoices":{"get":{}},'))
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('1 resource added:\n  invoices')
    expect(read().startsWith(before)).toBe(true)
    expect(statSync(at('policy.yaml')).mode & 0o777).toBe(0o640)
    expect((await update()).stderr).toContain('not changed')
  })

  test('with what the check refuses, it is not changed', async () => {
    const before = read().replace(
      'origins: {}',
      'origins:\n  web: { allow: [http://app.example.com], owner: a@example.com, purpose: app }',
    )
    writeFileSync(at('policy.yaml'), before)
    const grants = '{"grants":[{"origins":["web"],"credentials":true}]}'
    const added = `"paths":{"/invoices":{"get":{"x-marque":${grants}}},`
    writeFileSync(at('api.json'), API.replace('"paths":{', added))
    const { exit, stderr } = await update()
    expect(exit, stderr).toBe(3)
    expect(stderr).toContain('was not changed, because it would be invalid')
    expect(read()).toBe(before)
  })

  test('with an endpoint that is gone, the resource is marked', async () => {
    writeFileSync(at('api.json'), API.replace('/orders', '/others'))
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('MQ-821')
    expect(read()).toContain('# marque: this resource matches no endpoint')
  })

  test('a policy with errors is refused and stays', async () => {
    writeFileSync(at('policy.yaml'), 'version: 2\n')
    expect(await update()).toMatchObject({ exit: 3 })
    expect(read()).toBe('version: 2\n')
  })

  test('a folder means the policy in it', async () => {
    writeFileSync(at('api.json'), API.replace('"paths":{', '"paths":{"/invoices":{"get":{}},'))
    const { exit, stderr } = await run('--update', '--from', 'api.json', '.')
    expect(exit).toBe(0)
    expect(stderr).toContain('1 resource added:\n  invoices')
    expect(read()).toContain('/invoices')
  })

  test('a policy that is not there is a failure', async () => {
    const { exit, stderr } = await run('--update', '--from', 'api.json', 'other.yaml')
    expect(exit).toBe(1)
    expect(stderr).toContain('cannot read `other.yaml`')
  })
})
