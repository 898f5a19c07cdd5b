import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { readBundle } from '@marque/core'
import { afterAll, expect, test } from 'vitest'
import { directory, marque } from './marque.ts'
import { BAD, GOOD, NOW } from './policies.cases.ts'

const files = directory({ 'good.yaml': GOOD, 'bad.yaml': BAD })
afterAll(() => files.remove())

const compile = (...args: string[]) => marque(['compile', ...args], { cwd: files.path })

test('stdout holds the bytes of the bundle, stderr their digest', async () => {
  const { exit, stdout, stderr } = await compile(
    'bundle',
    'good.yaml',
    '--now',
    NOW,
    '--env',
    'staging',
  )
  expect(exit).toBe(0)
  const bundle = readBundle(Buffer.from(stdout))
  expect(bundle).toMatchObject({ format: 'marque-bundle/1', environment: 'staging' })
  const digest = createHash('sha256').update(stdout).digest('hex')
  expect(stderr).toBe(`sha256:${digest}  staging, ${Buffer.byteLength(stdout)} bytes\n`)
})

test('--out writes the file whole, follows a link and leaves nothing beside it', async () => {
  writeFileSync(files.at('old.json'), 'old')
  symlinkSync('old.json', files.at('link.json'))
  const { exit, stdout } = await compile('bundle', 'good.yaml', '--now', NOW, '--out', 'link.json')
  expect([exit, stdout]).toEqual([0, ''])
  expect('code' in readBundle(readFileSync(files.at('old.json')))).toBe(false)
  expect(readdirSync(files.path).sort()).toEqual(['bad.yaml', 'good.yaml', 'link.json', 'old.json'])
})

test('a bundle that was compiled is compiled to itself', async () => {
  const first = await compile('bundle', 'good.yaml', '--now', NOW)
  const second = await marque(['compile', 'bundle', '-'], { stdin: first.stdout })
  expect(second).toEqual(first)
})

test('a policy with an error compiles to nothing', async () => {
  const { exit, stdout, stderr } = await compile(
    'bundle',
    'bad.yaml',
    '--now',
    NOW,
    '--out',
    'never.json',
  )
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toContain('error[MQ-201]')
  expect(readdirSync(files.path)).not.toContain('never.json')
})

test('a place where nothing can be written is told in words', async () => {
  const { exit, stderr } = await compile(
    'bundle',
    'good.yaml',
    '--now',
    NOW,
    '--out',
    'none/b.json',
  )
  expect(exit).toBe(1)
  expect(stderr).toBe('marque: cannot write `none/b.json`: no such file or directory (ENOENT)\n')
})

test('a disk that is full is told in words', async () => {
  const { spawnSync } = await import('node:child_process')
  const script = 'exec node_modules/.bin/marque schema > /dev/full'
  const root = new URL('../../..', import.meta.url)
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('marque: cannot write the output: no space left on device (ENOSPC)\n')
  expect(status).toBe(1)
})
