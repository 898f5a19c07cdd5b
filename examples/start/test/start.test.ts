import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startDemoOnPorts } from '../demo/demo.ts'
import { freePorts, PORTS } from '../demo/ports.ts'
import { COLOURED, inkFor, PLAIN } from '../terminal/ink.ts'
import { hasScreen } from '../terminal/open-browser.ts'

const MAIN = join(import.meta.dirname, '..', 'main.ts')

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
  /** Waits until the output contains the text. */
  readonly waitFor: (text: string) => Promise<void>
  readonly ended: Promise<number | null>
}

function start(...args: readonly string[]): Running {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@marque/source', MAIN]
  const child = spawn(process.execPath, [...flags, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return {
    child,
    output: () => output,
    waitFor: async (text) => {
      await expect.poll(() => output, { timeout: 300_000 }).toContain(text)
    },
    ended,
  }
}

/** Occupies a port; undefined if another program already uses it. */
async function occupy(port: number): Promise<Server | undefined> {
  const server = createServer()
  const isMine = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  return isMine ? server : undefined
}

describe('npm start', () => {
  test('sends every request once without a browser and prints the results per page', async () => {
    const { output, ended } = start('--once')
    expect(await ended).toBe(0)
    const rows = output()
      .split('\n')
      .map((line) => line.split(/ {2,}/))
    expect(rows).toContainEqual(['', 'application', 'partner', 'stranger'])
    expect(rows).toContainEqual(['Read the tariffs', 'reads', 'reads', 'reads'])
    expect(rows).toContainEqual([
      'Delete my account',
      'stopped method-not-granted',
      'stopped origin-not-granted',
      'stopped origin-not-granted',
    ])
    expect(rows).toContainEqual([
      'Find my parcel, as the customer',
      'reads',
      'arrives credentials-not-granted',
      'stopped origin-not-granted',
    ])
  })

  test('uses other ports if one is in use, reports it, and stops on a signal', async () => {
    const server = await occupy(PORTS.gateway)
    try {
      const { child, output, waitFor, ended } = start('--no-open')
      await waitFor('Ctrl-C stops everything.')
      // Other ports of the demo may be in use too; they are listed as well.
      const [, taken = ''] = /another program listens on ([\d, ]+),/.exec(output()) ?? []
      expect(taken.split(', ')).toContain(String(PORTS.gateway))
      const [, port = ''] = /http:\/\/api\.tern\.localhost:(\d+)/.exec(output()) ?? []
      expect(Number(port)).not.toBe(PORTS.gateway)
      const headers = { host: `api.tern.localhost:${port}` }
      const response = await fetch(`http://127.0.0.1:${port}/v1/tariffs`, { headers })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      child.kill('SIGINT')
      expect(await ended).toBe(0)
      // Another program may listen there by now, but the demo no longer does.
      const after = await fetch(`http://127.0.0.1:${port}/v1/tariffs`, { headers }).catch(
        () => null,
      )
      expect(after?.headers.get('access-control-allow-origin')).not.toBe('*')
    } finally {
      server?.close()
    }
  })

  test('uses other ports if one is taken after it was chosen', async () => {
    const ports = await freePorts()
    const server = await occupy(ports.gateway)
    const demo = await startDemoOnPorts(ports)
    try {
      expect(demo.ports.gateway).not.toBe(ports.gateway)
      const response = await fetch(`http://127.0.0.1:${demo.ports.gateway}/v1/tariffs`)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
    } finally {
      await demo.close()
      server?.close()
    }
  })

  test.each([
    ['asks the gateway, which answers as the policy decides', [], 0, []],
    [
      'with --mistake, finds the proxy in front of it',
      ['--mistake'],
      3,
      ['proxy reflects-any-origin'],
    ],
  ])('the verify command that it prints %s', async (_, flags, exit, found) => {
    const { child, output, waitFor, ended } = start('--no-open', ...flags)
    await waitFor('Ctrl-C stops everything.')
    const [command = ''] = /node_modules\/\.bin\/marque verify .*\\\n.*/.exec(output()) ?? []
    const { status, stdout } = spawnSync('sh', ['-c', `${command} --format json`], {
      cwd: join(import.meta.dirname, '..', '..', '..'),
      encoding: 'utf8',
    })
    const { findings } = JSON.parse(stdout) as {
      findings: { severity: string; layer: string; cause: string }[]
    }
    const errors = findings.filter(({ severity }) => severity === 'error')
    expect([status, errors.map(({ layer, cause }) => `${layer} ${cause}`)]).toEqual([exit, found])
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test('prints help and rejects unknown options', async () => {
    const help = start('--help')
    expect(await help.ended).toBe(0)
    expect(help.output()).toContain('--no-open')
    const wrong = start('--nonsense')
    expect(await wrong.ended).toBe(64)
    expect(wrong.output()).toContain('--nonsense')
  })
})

test.each([
  ['on a terminal', { isTTY: true }, {}, COLOURED],
  ['where NO_COLOR is set', { isTTY: true }, { NO_COLOR: '1' }, PLAIN],
  ['on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, PLAIN],
  ['in a pipe', {}, {}, PLAIN],
])('colour %s', (_, stream, env, want) => {
  expect(inkFor(stream, env)).toBe(want)
})

test('opens no browser in a pipe or in CI', () => {
  expect(hasScreen({ DISPLAY: ':0' }, false)).toBe(false)
  expect(hasScreen({ DISPLAY: ':0', CI: 'true' }, true)).toBe(false)
})
