import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { marque, startMarque, temporaryFolder } from '@marque/testkit/processes'
import { afterEach, expect, test } from 'vitest'
import { GOOD } from './policies.cases.ts'

const CASES = `policy: ./p.yaml
cases:
  - name: the app reads
    origin: https://app.example.com
    url: /v1/account/me
    expect: { read: true }
`

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** The command under watch, and what it says. */
function watching(files: ReturnType<typeof temporaryFolder>, ...args: string[]) {
  const child = startMarque(['test', '--watch', ...args], { cwd: files.path })
  let out = ''
  let err = ''
  const wakes = new Set<() => void>()
  const wake = () => {
    for (const one of wakes) one()
  }
  child.stdout.on('data', (chunk) => {
    out += chunk
    wake()
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
    wake()
  })
  const closed = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  ends.push(() => {
    child.kill('SIGKILL')
    files.remove()
  })
  return {
    child,
    closed,
    /** Waits until something new is said on stdout or stderr. The runner's own time limit ends a wait for ever. */
    async says(part: string): Promise<void> {
      await new Promise<void>((resolve) => {
        const look = () => {
          if (!(out + err).includes(part)) return
          wakes.delete(look)
          resolve()
        }
        wakes.add(look)
        look()
      })
    },
    /** Waits until the run is over and the next change is waited for, and forgets what was said. */
    async settles(): Promise<string> {
      await this.says('press Ctrl-C to stop')
      const said = out
      out = ''
      err = ''
      return said
    },
  }
}

test('runs again when the policy or a test changes, and ends by an interrupt', async () => {
  const files = temporaryFolder({ 'p.yaml': GOOD, 'p.marque-test.yaml': CASES })
  const run = watching(files, 'p.yaml')
  expect(await run.settles()).toContain('✓ p.marque-test.yaml: 1 case passed')
  writeFileSync(
    files.at('p.yaml'),
    GOOD.replace('https://app.example.com', 'https://a.example.org'),
  )
  await run.says('1 of 1 case failed')
  await run.settles()
  writeFileSync(files.at('p.marque-test.yaml'), CASES.replace('read: true', 'read: false'))
  await run.says('1 case passed')
  await run.settles()
  run.child.kill('SIGINT')
  expect(await run.closed).toBe(130)
})

test('runs again when an accepted bundle changes', async () => {
  const cases = `${CASES}  - { name: as accepted, sameAs: ./p.accepted.json }\n`
  const files = temporaryFolder({ 'p.yaml': GOOD, 'p.marque-test.yaml': cases })
  const run = watching(files, 'p.yaml')
  expect(await run.settles()).toContain('the accepted bundle `p.accepted.json` does not exist')
  const accept = await marque(['test', '--accept', 'p.yaml'], { cwd: files.path })
  expect(accept.exit).toBe(0)
  await run.says('✓ p.marque-test.yaml: 2 cases passed')
})

test('survives broken files, and editors that put a new file in the place of the old one', async () => {
  const files = temporaryFolder({ 'p.yaml': GOOD, 'p.marque-test.yaml': CASES })
  const run = watching(files, 'p.marque-test.yaml')
  await run.settles()
  writeFileSync(files.at('p.yaml'), 'version: [')
  await run.says('the policy `p.yaml` is invalid')
  await run.settles()
  writeFileSync(files.at('p.marque-test.yaml'), 'cases: [')
  await run.says('the test file is invalid')
  await run.settles()
  for (const [name, text] of [
    ['p.yaml', GOOD],
    ['p.marque-test.yaml', CASES],
  ] as const) {
    writeFileSync(files.at(`.${name}.swp`), text)
    renameSync(files.at(`.${name}.swp`), files.at(name))
  }
  await run.says('1 case passed')
  await run.settles()
  // The watch is on the new file as it was on the old one.
  writeFileSync(
    files.at('p.yaml'),
    GOOD.replace('https://app.example.com', 'https://a.example.org'),
  )
  await run.says('1 of 1 case failed')
})

test('waits for missing files, and finds new ones', async () => {
  const files = temporaryFolder({ 'p.yaml': GOOD })
  const run = watching(files, 'tests')
  await run.says('cannot read `tests`')
  await run.settles()
  mkdirSync(files.at('tests'))
  await run.says('no test file found for `tests`')
  await run.settles()
  writeFileSync(files.at('tests/p.marque-test.yaml'), CASES.replace('./p.yaml', '../p.yaml'))
  await run.says('✓ tests/p.marque-test.yaml: 1 case passed')
  await run.settles()
  rmSync(files.at('tests'), { recursive: true })
  await run.says('cannot read `tests`')
  await run.settles()
  mkdirSync(files.at('tests/below'), { recursive: true })
  writeFileSync(
    files.at('tests/below/p.marque-test.yaml'),
    CASES.replace('./p.yaml', '../../p.yaml'),
  )
  await run.says('✓ tests/below/p.marque-test.yaml: 1 case passed')
})

test('a policy that is gone and comes back', async () => {
  const files = temporaryFolder({ 'p.yaml': GOOD, 'p.marque-test.yaml': CASES })
  const run = watching(files, '.')
  await run.settles()
  rmSync(files.at('p.yaml'))
  await run.says('cannot read `p.yaml`')
  await run.settles()
  writeFileSync(files.at('p.yaml'), GOOD)
  await run.says('1 case passed')
})

test('ends when nobody reads the results', async () => {
  const files = temporaryFolder({ 'p.yaml': GOOD, 'p.marque-test.yaml': CASES })
  const run = watching(files, 'p.yaml')
  await run.settles()
  run.child.stdout.destroy()
  writeFileSync(files.at('p.yaml'), `${GOOD}# changed\n`)
  expect(await run.closed).toBe(0)
})
