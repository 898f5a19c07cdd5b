import { readFileSync } from 'node:fs'
import { startMarque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, expect, test } from 'vitest'

const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /account }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
`

let place: ReturnType<typeof temporaryFolder>
beforeAll(() => {
  place = temporaryFolder({ 'policy.yaml': POLICY })
})
afterAll(() => place.remove())

/** Arguments of the process that the command runs in, once it listens. */
async function argumentsOf(args: readonly string[], nodeOptions: string): Promise<string[]> {
  const child = startMarque([...args, '--admin', '127.0.0.1:0'], {
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
  })
  try {
    let text = ''
    for await (const chunk of child.stderr) {
      text += String(chunk)
      if (text.includes('policy sha256')) break
    }
    expect(text).toContain('policy sha256')
    return readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0')
  } finally {
    child.kill('SIGKILL')
  }
}

const gateway = () => [
  ...['gateway', place.at('policy.yaml'), '--upstream', 'http://127.0.0.1:9'],
  ...['--listen', '127.0.0.1:0'],
]
const service = () => [
  ...['decision-service', place.at('policy.yaml')],
  ...['--listen', '127.0.0.1:0'],
]

test.each([
  ['gateway', gateway],
  ['decision-service', service],
])('%s bounds the young generation of its own process', async (_command, args) => {
  expect(await argumentsOf(args(), '')).toContain('--max-semi-space-size=2')
})

test('a limit in NODE_OPTIONS stands', async () => {
  const given = '--max-semi-space-size=16'
  expect((await argumentsOf(gateway(), given)).join(' ')).not.toContain('semi-space')
})
