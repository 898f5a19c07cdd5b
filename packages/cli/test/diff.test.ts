import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { BAD, GOOD, NOW, WARNED } from './policies.cases.ts'

const WIDER = GOOD.replace('[GET, PATCH]', '[DELETE, GET, PATCH]')

/** Two environments that differ by one origin. */
const ENVIRONMENTS = GOOD.replace(
  'resources:',
  `  previews:
    allow: [https://preview.example.com]
    owner: web-platform@example.com
    purpose: previews
    reviewBy: 2099-05-01
    environments: [staging]
resources:`,
).replace('[web]', '[web, previews]')

const files = temporaryFolder({
  'good.yaml': GOOD,
  'wider.yaml': WIDER,
  'bad.yaml': BAD,
  'warned.yaml': WARNED,
  'environments.yaml': ENVIRONMENTS,
})
afterAll(() => files.remove())

const run = (args: readonly string[], stdin = '') =>
  marque(['diff', '--now', NOW, ...args], { cwd: files.path, stdin })

const both = ['good.yaml', 'wider.yaml']
const back = ['wider.yaml', 'good.yaml']

test('the headline is what the change allows, with an example request', async () => {
  const { exit, stdout, stderr } = await run(both)
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^WIDER ▲ /)
  expect(stdout).toContain('\n▲ wider  `account`: grant for `web` also allows `DELETE`\n')
  expect(stdout).toContain('DELETE')
  expect(stdout).not.toContain('tighter  ')
})

test('the reverse comparison is tighter', async () => {
  const { stdout } = await run(back)
  expect(stdout).toMatch(/^TIGHTER ▼ /)
  expect(stdout).not.toContain('Newly allowed')
})

test('a policy is equal to itself, and to its bundle', async () => {
  const bundle = (await marque(['compile', 'bundle', 'good.yaml'], { cwd: files.path })).stdout
  for (const [args, stdin] of [
    [['good.yaml', 'good.yaml'], ''],
    [['-', 'good.yaml'], bundle],
    [['good.yaml', '-'], GOOD],
  ] as const) {
    const { exit, stdout } = await run([...args, '--detailed-exitcode', '--fail-on', 'any'], stdin)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^EQUAL = /)
  }
})

test('FILE@ENV compares environments', async () => {
  const { exit, stdout } = await run([
    'environments.yaml@production',
    'environments.yaml@staging',
    '--format',
    'json',
  ])
  expect(exit).toBe(0)
  const document = JSON.parse(stdout)
  expect([document.old.environment, document.new.environment]).toEqual(['production', 'staging'])
  expect(document.verdict).toBe('wider')
  expect(document.changes[0].origins).toEqual(['https://preview.example.com'])
})

test('`decide` gives the decisions of every example, for both policies', async () => {
  const { changes } = JSON.parse((await run([...both, '--format', 'json'])).stdout)
  expect(changes.length).toBeGreaterThan(0)
  const questions = changes
    .map(({ witness }: { witness: { question: unknown } }) => JSON.stringify(witness.question))
    .join('\n')
  for (const [file, side] of [
    ['good.yaml', 'before'],
    ['wider.yaml', 'after'],
  ] as const) {
    const { stdout } = await marque(['decide', file], { cwd: files.path, stdin: questions })
    const answers = stdout.trimEnd().split('\n')
    expect(answers).toHaveLength(changes.length)
    for (const [at, line] of answers.entries()) {
      const { id: _, ...decision } = JSON.parse(line)
      expect(changes[at].witness[side]).toMatchObject(decision)
    }
  }
})

const exits: readonly (readonly [name: string, args: readonly string[], exit: number])[] = [
  ['a difference', both, 0],
  ['--detailed-exitcode', [...both, '--detailed-exitcode'], 2],
  ['--fail-on wider, and it is', [...both, '--fail-on', 'wider'], 2],
  ['--fail-on tighter, and it is wider', [...both, '--fail-on', 'tighter'], 0],
  ['--fail-on wider, and it is tighter', [...back, '--fail-on', 'wider'], 0],
  ['--fail-on tighter,undecided', [...back, '--fail-on', 'tighter,undecided'], 2],
  ['--fail-on twice', [...back, '--fail-on', 'wider', '--fail-on', 'tighter'], 2],
  ['the resource is allowed', [...both, '--fail-on', 'wider', '--allow-wider', 'account'], 0],
  [
    'the origin is allowed',
    [...both, '--fail-on', 'wider', '--allow-wider', 'account:https://app.example.com'],
    0,
  ],
  [
    'another origin is allowed',
    [...both, '--fail-on', 'wider', '--allow-wider', 'account:https://b.example.com'],
    2,
  ],
  [
    'an allowance is no leave to differ',
    [...both, '--fail-on', 'wider', '--allow-wider', 'account', '--detailed-exitcode'],
    2,
  ],
]

for (const [name, args, exit] of exits) {
  test(`exit ${exit}: ${name}`, async () => expect(await run(args)).toMatchObject({ exit }))
}

test('an allowance without a widening is reported', async () => {
  const { exit, stderr } = await run([...back, '--fail-on', 'wider', '--allow-wider', 'account'])
  expect(exit).toBe(0)
  expect(stderr).toContain('`--allow-wider account` matches no widening')
})

test('if a policy is invalid nothing is compared, and the findings of both are reported', async () => {
  for (const format of ['pretty', 'json', 'markdown', 'ndjson', 'github']) {
    const { exit, stdout, stderr } = await run(['bad.yaml', 'good.yaml', '--format', format])
    expect([exit, stdout]).toEqual([3, ''])
    expect(stderr).toContain('error[MQ-201]')
  }
  const { exit, stdout, stderr } = await run(['bad.yaml', 'bad.yaml'])
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr.match(/error\[MQ-201\]/g)).toHaveLength(2)
})

test('nothing but the comparison is on stdout', async () => {
  const { stdout, stderr } = await run(['good.yaml', 'warned.yaml', '--format', 'json'])
  expect(JSON.parse(stdout).planVersion).toBe(2)
  expect(stderr).toContain('warned.yaml has 1 warning')
})

const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
  [['good.yaml'], 'missing required argument `new`'],
  [['-', '-'], '`-` can be used for only one of the two policies'],
  [[...both, '--fail-on', 'bigger'], '`bigger` is invalid. Allowed choices are wider, tighter'],
  [[...both, '--fail-on', ''], 'is invalid'],
  [
    [...both, '--allow-wider', 'account'],
    '`--allow-wider` has no effect without `--fail-on wider`',
  ],
  [
    [...both, '--fail-on', 'wider', '--allow-wider', 'acount'],
    'neither policy has a resource `acount`\n  = help: did you mean `account`?',
  ],
  [
    [...both, '--fail-on', 'wider', '--allow-wider', 'account:'],
    '`--allow-wider account:` has an empty origin',
  ],
  [[...both, '--format', 'sarif'], '`sarif` is invalid'],
]

for (const [args, says] of wrong) {
  test(`incorrect usage: ${says.split('\n')[0]}`, async () => {
    const { exit, stdout, stderr } = await run(args)
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain(says)
  })
}

test('an unknown environment is rejected', async () => {
  const { exit, stderr } = await run(['good.yaml@staging', 'none.yaml'])
  expect(exit).not.toBe(0)
  expect(stderr).toContain('cannot read `none.yaml`')
})

test('--fail-on says on stderr why it fails, and nothing where it does not', async () => {
  expect((await run([...both, '--fail-on', 'wider'])).stderr).toMatch(
    /^marque: `--fail-on wider` fails because of 1 change\n$/,
  )
  expect((await run([...both, '--fail-on', 'tighter'])).stderr).toBe('')
  expect((await run([...both, '--detailed-exitcode'])).stderr).toBe('')
})
