/** `marque verify` against real layers, as scripts start it. */

import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import {
  freePort,
  marque,
  startMarque,
  temporaryFolder,
  waitUntil,
} from '@marque/testkit/processes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NOW, POLICY, startLayer, type TestLayer } from './verify-layer.ts'

const files = temporaryFolder({ 'policy.yaml': POLICY })
let right: TestLayer
let wrong: TestLayer
beforeAll(async () => {
  right = await startLayer()
  wrong = await startLayer({ reflects: true })
})
beforeEach(() => files.write('policy.yaml', POLICY))
afterAll(async () => {
  await Promise.all([right, wrong].map((layer) => layer.close()))
  files.remove()
})

const run = (...args: readonly string[]) =>
  marque(['verify', 'policy.yaml', '--now', NOW, ...args], { cwd: files.path })

describe('a run', () => {
  test('a layer that answers as the policy decides: one sentence, exit 0, nothing on stderr', async () => {
    const { exit, stdout, stderr } = await run('--layer', `app=${right.url}`)
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^the layer answers as the policy decides; \d+ requests to 1 layer\.\n/)
  })

  test('the layer that is wrong is named, with the cause and a request that shows it; exit 3', async () => {
    const { exit, stdout } = await run(
      ...['--layer', `gateway=${right.url}`, '--layer', `app=${wrong.url}`],
    )
    expect(exit).toBe(3)
    expect(stdout).toMatch(/^1 mistake: app reflects-any-origin \(\d+ probes?\); /)
    expect(stdout).toMatch(/request {3}curl .*--connect-to ::127\.0\.0\.1:\d+/)
  })

  test('a layer of --only-as-seen is listed and not asked', async () => {
    const other = await startLayer({ reflects: true })
    const args = ['--layer', `cdn=${other.url}`, '--layer', `app=${right.url}`]
    const { exit, stdout } = await run(...args, '--only-as-seen', 'cdn')
    expect([exit, other.requests.length]).toEqual([0, 0])
    expect(stdout).toMatch(/^cdn {2}http:\S+ {2}not asked$/m)
    await other.close()
  })

  test('a layer that is not there: exit 1, whatever the others are', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    const args = ['--layer', `gateway=${nowhere}`, '--layer', `app=${wrong.url}`]
    const { exit, stdout } = await run(...args, '--format', 'json')
    expect(exit).toBe(1)
    const report = JSON.parse(stdout)
    expect(report.complete).toBe(false)
    expect(
      report.findings.map(({ layer, cause }: { layer: string; cause: string }) => [layer, cause]),
    ).toContainEqual(['gateway', 'unreachable'])
  })

  test('--out has the report, and stderr one line', async () => {
    const { exit, stdout, stderr } = await run(
      ...['--layer', `app=${wrong.url}`, '--format', 'junit', '--out', 'report.xml'],
    )
    expect([exit, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(
      /^marque: 1 mistake: app reflects-any-origin .*; report in report\.xml\n$/,
    )
    expect(readFileSync(files.at('report.xml'), 'utf8')).toMatch(/^<\?xml .*<failure /s)
  })

  test('the same seed gives the same report but for the time', async () => {
    const args = ['--layer', `app=${wrong.url}`, '--format', 'json', '--seed', '5']
    const [one, other] = [await run(...args), await run(...args)]
    expect(JSON.parse(one.stdout).seed).toBe(5)
    expect(one.stdout).toBe(other.stdout)
  })

  test('--max-probes bounds the run and says what is left out', async () => {
    const { stdout } = await run('--layer', `app=${right.url}`, '--max-probes', '10')
    expect(stdout).toMatch(/left out: .*over `--max-probes`/)
  })

  test('values of the header file are sent, and are in no output', async () => {
    const secret = 'hunter2-hunter2-hunter2'
    files.write('token.txt', `Authorization: Bearer ${secret}\n`)
    for (const format of ['pretty', 'json', 'junit', 'sarif', 'github', 'markdown', 'ndjson']) {
      wrong.behaviour.reflects = true
      const { exit, stdout, stderr } = await run(
        ...['--layer', `app=${wrong.url}`, '--header-file', 'token.txt', '--format', format],
      )
      expect(exit).toBe(3)
      expect(stdout + stderr).not.toContain(secret)
    }
    const sent = wrong.requests.some(({ headers }) => headers.authorization === `Bearer ${secret}`)
    expect(sent).toBe(true)
  })
})

test('a browser that is missing: its package on stderr, the report of the probes, exit 1', async () => {
  mkdirSync(files.at('bin'))
  symlinkSync(process.execPath, files.at('bin/node'))
  const child = startMarque(
    ['verify', 'policy.yaml', '--now', NOW, '--layer', `app=${right.url}`, '--browser', 'firefox'],
    // A folder with Node and nothing else.
    { cwd: files.path, env: { ...process.env, PATH: files.at('bin') } },
  )
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const [exit] = await once(child, 'close')
  expect([exit, stdout]).toEqual([1, expect.stringMatching(/^the layer answers as the policy/)])
  expect(stderr).toContain('install the Debian package `firefox-esr`')
})

describe('--baseline', () => {
  test('only what is new fails', async () => {
    const app = ['--layer', `app=${wrong.url}`]
    await run(...app, '--format', 'json', '--out', 'before.json')
    const same = await run(...app, '--baseline', 'before.json')
    expect(same.exit).toBe(0)
    expect(same.stdout).toContain('(in the baseline)')
    const renamed = await run('--layer', `proxy=${wrong.url}`, '--baseline', 'before.json')
    expect(renamed.exit).toBe(3)
    expect(renamed.stdout).toMatch(/^1 new mistake: proxy reflects-any-origin/)
  })
})

describe('Ctrl-C', () => {
  test('ends the run with a report of what is known; exit 130', async () => {
    const slow = await startLayer({ reflects: true })
    const args = ['--layer', `app=${slow.url}`, '--rate', '40/s', '--format', 'json']
    const child = startMarque(['verify', 'policy.yaml', '--now', NOW, ...args], {
      cwd: files.path,
    })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    const closed = once(child, 'close')
    await waitUntil(() => slow.requests.length > 5)
    child.kill('SIGINT')
    const [exit] = await closed
    expect(exit).toBe(130)
    const report = JSON.parse(stdout)
    expect(report.complete).toBe(false)
    expect(report.leftOut.interrupted).toBeGreaterThan(0)
    expect(report.layers[0].sent).toBeGreaterThan(5)
    await slow.close()
  })
})
