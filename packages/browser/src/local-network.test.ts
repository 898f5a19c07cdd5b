import { afterEach, describe, expect, test, vi } from 'vitest'
import { addressSpaceOf, queryLocalNetwork } from './local-network.ts'

const SPACES = {
  loopback: ['localhost', 'api.localhost', 'localhost.', '127.0.0.1', '127.9.8.7', '[::1]'],
  local: [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.0.1',
    '100.64.0.1',
    '100.127.0.1',
    '[fd00::1]',
    '[fc12:3456::1]',
    '[fe80::1]',
    'printer.local',
  ],
  null: [
    'api.example.com',
    '172.32.0.1',
    '172.15.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '11.0.0.1',
    '10.example.com',
    '192.168.1.1.example.com',
    'localhost.example.com',
    'notlocalhost',
    'local',
    '[2001:db8::1]',
    '[::ffff:1]',
    'fd00.example.com',
  ],
}

for (const [space, hosts] of Object.entries(SPACES)) {
  for (const host of hosts)
    test(`${host}: ${space}`, () => expect(String(addressSpaceOf(host))).toBe(space))
}

describe('the permission', () => {
  afterEach(() => vi.unstubAllGlobals())

  const query = (
    hostname: string,
    states: { readonly [name: string]: string },
    target = 'localhost',
  ): Promise<string> => {
    vi.stubGlobal('location', { hostname, protocol: 'https:' })
    vi.stubGlobal('navigator', {
      permissions: {
        query: async ({ name }: { name: string }) => {
          const state = states[name]
          if (state === undefined) throw new TypeError('unknown')
          return { state }
        },
      },
    })
    return queryLocalNetwork(target)
  }

  test('denied to a page of another network', async () =>
    expect(await query('app.example.com', { 'loopback-network': 'denied' })).toBe('denied'))
  test('not answered yet: the browser shows a prompt', async () =>
    expect(await query('app.example.com', { 'loopback-network': 'prompt' })).toBe('prompt'))
  test('granted: the cause lies elsewhere', async () =>
    expect(await query('app.example.com', { 'loopback-network': 'granted' })).toBe('not-involved'))
  test('the former name of both permissions', async () =>
    expect(await query('app.example.com', { 'local-network-access': 'denied' }, '10.0.0.1')).toBe(
      'denied',
    ))
  test('each network has its own permission', async () =>
    expect(
      await query(
        'app.example.com',
        { 'loopback-network': 'denied', 'local-network': 'granted' },
        '10.0.0.1',
      ),
    ).toBe('not-involved'))
  test('a page in the same network needs no permission', async () => {
    expect(await query('app.localhost', { 'loopback-network': 'prompt' })).toBe('not-involved')
    expect(await query('app.localhost', { 'loopback-network': 'denied' })).toBe('possibly-denied')
  })
  test('a browser without the permission', async () =>
    expect(await query('app.example.com', {})).toBe('not-involved'))
  test('a public address', async () =>
    expect(
      await query('app.example.com', { 'local-network-access': 'denied' }, 'api.example.com'),
    ).toBe('not-involved'))
})
