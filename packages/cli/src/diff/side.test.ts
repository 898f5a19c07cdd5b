import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { checkSides, readSideArgument } from './side.ts'

const files = temporaryFolder({ 'policy@staging': '' })
afterAll(() => files.remove())

const cases: readonly (readonly [
  argument: string,
  env: string | undefined,
  file: string,
  want: string | undefined,
])[] = [
  ['policy.yaml', undefined, 'policy.yaml', undefined],
  ['policy.yaml', 'staging', 'policy.yaml', 'staging'],
  ['policy.yaml@staging', undefined, 'policy.yaml', 'staging'],
  ['policy.yaml@staging', 'production', 'policy.yaml', 'staging'],
  ['-@staging', undefined, '-', 'staging'],
  ['/dev/fd/63@eu-west-1', undefined, '/dev/fd/63', 'eu-west-1'],
  ['a@b@staging', undefined, 'a@b', 'staging'],
  // No names of environments.
  ['policy@2.yaml', undefined, 'policy@2.yaml', undefined],
  ['team@home/policy.yaml', undefined, 'team@home/policy.yaml', undefined],
  ['policy.yaml@', undefined, 'policy.yaml@', undefined],
  ['@staging', undefined, '@staging', undefined],
  ['policy.yaml@Staging', undefined, 'policy.yaml@Staging', undefined],
]

for (const [argument, env, file, want] of cases) {
  test(`\`${argument}\` with --env ${env}`, () => {
    expect(readSideArgument(argument, env)).toEqual({ file, env: want })
  })
}

test('a file of the whole name is that file', () => {
  const path = files.at('policy@staging')
  expect(readSideArgument(path, undefined)).toEqual({ file: path, env: undefined })
})

test('stdin can be used for only one of the policies', () => {
  const stdin = readSideArgument('-', undefined)
  const other = readSideArgument('-@staging', undefined)
  expect(() => checkSides(stdin, other)).toThrow('`-` can be used for only one')
  expect(() => checkSides(stdin, readSideArgument('p.yaml', undefined))).not.toThrow()
})
