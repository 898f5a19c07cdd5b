import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { BAD, GOOD, NOW } from './policies.cases.ts'

const files = temporaryFolder({ 'good.yaml': GOOD, 'bad.yaml': BAD })
afterAll(() => files.remove())

const URL = 'https://api.example.com/v1/account/7'
const origin = 'https://app.example.com'
const explain = (...args: string[]) =>
  marque(['explain', '--now', NOW, ...args], { cwd: files.path })

test('a request with a preflight: both are explained, with the browsers', async () => {
  const { exit, stdout, stderr } = await explain(
    'good.yaml',
    '--origin',
    origin,
    '--method',
    'PATCH',
    '--header',
    'content-type: application/json',
    '--credentials',
    URL,
  )
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toContain('✓ YES  the request reaches the application, and script can read')
  expect(stdout).toContain('Preflight for PATCH with content-type')
  expect(stdout).toContain('good.yaml:14:9 deciding grant')
  expect(stdout.match(/^ {2}curl /gm)).toHaveLength(2)
})

test('a denied request exits 0, and no origin is suggested', async () => {
  const { exit, stdout } = await explain('good.yaml', '--origin', 'https://evil.example', URL)
  expect(exit).toBe(0)
  expect(stdout).toContain('✗ NO')
  expect(stdout).toContain('good.yaml:10:5 resource `account`: no grant covers this origin')
  expect(stdout).not.toContain(origin)
})

test('without an origin it says that CORS does not restrict the request', async () => {
  const { stdout } = await explain('good.yaml', URL)
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'CORS does not restrict this request: native apps, servers',
  )
})

test('a bundle gives the same explanation, without source locations', async () => {
  const bundle = (await marque(['compile', 'bundle', 'good.yaml'], { cwd: files.path })).stdout
  const asked = ['--now', NOW, '--origin', origin, '--format', 'json', URL]
  const { stdout } = await marque(['explain', '-', ...asked], { cwd: files.path, stdin: bundle })
  const ofPolicy = JSON.parse((await explain('good.yaml', ...asked)).stdout)
  expect(ofPolicy.places).toHaveLength(2)
  expect(JSON.parse(stdout)).toEqual({ ...ofPolicy, policy: '<stdin>', places: [] })
})

test('the request in the output can be replayed with `decide`', async () => {
  const { stdout } = await explain('good.yaml', '--origin', origin, '--format', 'json', URL)
  const [exchange] = JSON.parse(stdout).exchanges
  const decided = await marque(['decide', 'good.yaml'], {
    cwd: files.path,
    stdin: JSON.stringify(exchange.question),
  })
  const { id: _, ...decision } = JSON.parse(decided.stdout)
  expect(exchange.decision).toMatchObject(decision)
})

test('markdown is for an issue', async () => {
  const { stdout } = await explain('good.yaml', '--origin', origin, '--format', 'markdown', URL)
  expect(stdout).toMatch(/^## ✓ YES: /)
  expect(stdout).toContain('| script can read | yes | yes | yes |')
})

test('an invalid policy is rejected', async () => {
  const { exit, stdout, stderr } = await explain('bad.yaml', '--origin', origin, URL)
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toContain('error[MQ-201]')
})

const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
  [['good.yaml'], 'missing required argument `url`'],
  [['good.yaml', '/v1'], 'invalid URL `/v1`\n  = help: expected an absolute URL'],
  [['good.yaml', '--header', 'x', URL], 'invalid header `x`\n  = help: expected name and value'],
  [['good.yaml', '--method', 'G ET', URL], 'invalid method `G ET`'],
  [['good.yaml', '--context', '{', URL], '`--context {` is not JSON'],
  [['good.yaml', '--format', 'sarif', URL], '`sarif` is invalid. Allowed choices are pretty, json'],
  [['good.yaml', '--origin', 'https://a\u001b[31m', URL], 'the origin `https://a␛[31m` contains'],
]

for (const [args, says] of wrong) {
  test(`incorrect usage: ${says.split('\n')[0]}`, async () => {
    const { exit, stdout, stderr } = await explain(...args)
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain(says)
  })
}

test('a missing file exits 1', async () => {
  expect(await explain('none.yaml', URL)).toMatchObject({ exit: 1, stdout: '' })
})
