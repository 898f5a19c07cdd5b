import { createHash, generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { readBundle } from '@marque/core'
import { openFile } from '@marque/sync/node'
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { BAD, GOOD, NOW } from './policies.cases.ts'

const files = temporaryFolder({ 'good.yaml': GOOD, 'bad.yaml': BAD })
afterAll(() => files.remove())

const compile = (...args: string[]) => marque(['compile', ...args], { cwd: files.path })

test('stdout has the bytes of the bundle, stderr the digest', async () => {
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

test('--out replaces the file atomically, follows a symbolic link and leaves no temporary file', async () => {
  writeFileSync(files.at('old.json'), 'old')
  symlinkSync('old.json', files.at('link.json'))
  const { exit, stdout } = await compile('bundle', 'good.yaml', '--now', NOW, '--out', 'link.json')
  expect([exit, stdout]).toEqual([0, ''])
  expect('code' in readBundle(readFileSync(files.at('old.json')))).toBe(false)
  expect(readdirSync(files.path).sort()).toEqual(['bad.yaml', 'good.yaml', 'link.json', 'old.json'])
})

test('a path below a file is an error, and a replaced file keeps its mode', async () => {
  const { exit, stderr } = await compile(
    'bundle',
    'good.yaml',
    '--now',
    NOW,
    '--out',
    'bad.yaml/x.json',
  )
  expect([exit, stderr]).toEqual([1, expect.stringContaining('cannot write `bad.yaml/x.json`')])
  writeFileSync(files.at('secret.json'), '', { mode: 0o600 })
  await compile('bundle', 'good.yaml', '--now', NOW, '--out', 'secret.json')
  expect(statSync(files.at('secret.json')).mode & 0o777).toBe(0o600)
  rmSync(files.at('secret.json'))
})

test('a bundle that was compiled is compiled to itself', async () => {
  const first = await compile('bundle', 'good.yaml', '--now', NOW)
  const second = await marque(['compile', 'bundle', '-'], { stdin: first.stdout })
  expect(second).toEqual(first)
})

test('an invalid policy is not compiled', async () => {
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

test('an unwritable path is reported', async () => {
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

test('a full disk is reported', async () => {
  const { spawnSync } = await import('node:child_process')
  const script = 'exec node_modules/.bin/marque schema > /dev/full'
  const root = new URL('../../..', import.meta.url)
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('marque: cannot write the output: no space left on device (ENOSPC)\n')
  expect(status).toBe(1)
})

test('a signed bundle is one that a layer takes, with the key that signed and no other', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(files.at('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const signing = ['--sign', 'key.pem', '--key-id', 'b1', '--number', '42']
  const { exit } = await compile(
    'bundle',
    'good.yaml',
    '--now',
    NOW,
    '--out',
    'signed.json',
    ...signing,
  )
  expect(exit).toBe(0)
  const open = (key: typeof publicKey) =>
    openFile({
      path: files.at('signed.json'),
      signed: {
        keys: [
          {
            id: 'b1',
            purpose: 'bundle',
            publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
          },
        ],
        environment: 'production',
      },
      interval: 0,
    })
  const source = await open(publicKey)
  expect(source.held?.release).toMatchObject({ number: 42, keyId: 'b1' })
  const stranger = generateKeyPairSync('ed25519').publicKey
  await expect(open(stranger)).rejects.toMatchObject({ code: 'ERR_SYNC_SIGNATURE' })
})

const wrong: readonly (readonly [name: string, args: readonly string[], says: string])[] = [
  [
    'without a key id',
    ['--sign', 'bad.yaml', '--number', '1', '--out', 'x.json'],
    'requires `--key-id`',
  ],
  ['without a number', ['--sign', 'bad.yaml', '--key-id', 'a', '--out', 'x.json'], '`--number`'],
  ['of release 0', ['--sign', 'bad.yaml', '--key-id', 'a', '--number', '0'], 'an integer from 1'],
  ['with a key id alone', ['--key-id', 'a'], 'require `--sign`'],
  [
    'with a file that is no key',
    ['--sign', 'bad.yaml', '--key-id', 'a', '--number', '1', '--out', 'x.json'],
    'not a private Ed25519 key',
  ],
  [
    'with a key id of two words',
    ['--sign', 'bad.yaml', '--key-id', 'a b', '--number', '1', '--out', 'x.json'],
    'key id `a b`',
  ],
]

for (const [name, args, says] of wrong) {
  test(`a signature ${name} is rejected, and nothing is written`, async () => {
    const { exit, stderr } = await compile('bundle', 'good.yaml', '--now', NOW, ...args)
    expect(exit).toBe(64)
    expect(stderr).toContain(says)
    expect(readdirSync(files.path)).not.toContain('x.json')
  })
}
