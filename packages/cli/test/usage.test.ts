import { marque } from '@marque/testkit/processes'
import { expect, test } from 'vitest'

const wrong: readonly (readonly [args: string, says: string])[] = [
  ['chek policy.yaml', 'unknown command `chek`\n  = help: did you mean `check`?'],
  ['frobnicate', 'unknown command `frobnicate`'],
  ['check', 'missing policy file'],
  [
    'check --format yaml p.yaml',
    '`yaml` is invalid. Allowed choices are pretty, json, sarif, github, junit.',
  ],
  ['check --now 2098-11-21 p.yaml', '`2098-11-21` is invalid. Expected an RFC 3339 date and time'],
  ['check --strikt p.yaml', 'unknown option `--strikt`\n  = help: did you mean `--strict`?'],
  [
    'check --explain nonsense',
    'unknown finding code `nonsense`\n  = help: finding codes look like MQ-201',
  ],
  ['decide', 'missing required argument `policy`'],
  ['decide -', '`decide` cannot read the policy from stdin'],
  ['decide a b', 'too many arguments'],
  ['compile', 'missing target and policy file'],
  ['compile bundle', 'missing policy file'],
  ['compile bundel p.yaml', 'unknown target `bundel`\n  = help: did you mean `bundle`?'],
  [
    'compile frob p.yaml',
    'unknown target `frob`\n  = help: `marque compile --list` lists the targets',
  ],
]

for (const [args, says] of wrong) {
  test(`\`marque ${args}\` is incorrect usage`, async () => {
    const { exit, stdout, stderr } = await marque(args.split(' '))
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain(`marque: ${says.startsWith('`') ? '' : says}`)
    expect(stderr).toContain(says)
  })
}

test('without a command the help is on stderr', async () => {
  const { exit, stdout, stderr } = await marque([])
  expect([exit, stdout]).toEqual([64, ''])
  expect(stderr).toContain('Usage: marque')
})

test('help names every command, in groups, and the exit codes', async () => {
  const { exit, stdout } = await marque(['--help'])
  expect(exit).toBe(0)
  for (const word of [
    'Write a policy:',
    'check',
    'schema',
    'Use it:',
    'decide',
    'compile',
    'Exit codes:',
  ]) {
    expect(stdout).toContain(word)
  }
})

test('the version is that of the package', async () => {
  const { default: own } = await import('../package.json', { with: { type: 'json' } })
  expect(await marque(['--version'])).toMatchObject({ exit: 0, stdout: `${own.version}\n` })
})

test('compile --list lists the targets', async () => {
  const { exit, stdout } = await marque(['compile', '--list'])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^bundle {2}/)
})

test('schema writes the JSON Schema', async () => {
  const { exit, stdout } = await marque(['schema'])
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
  })
})
