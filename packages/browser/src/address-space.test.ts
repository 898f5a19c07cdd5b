import { afterEach, describe, expect, test, vi } from 'vitest'
import { localNetwork, spaceOf } from './address-space.ts'

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
    test(`${host}: ${space}`, () => expect(String(spaceOf(host))).toBe(space))
}

describe('what the permission says', () => {
  afterEach(() => vi.unstubAllGlobals())

  const ask = (
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
    return localNetwork(target)
  }

  test('denied to a page from outside: that is why', async () =>
    expect(await ask('app.example.com', { 'loopback-network': 'denied' })).toBe('denied'))
  test('not answered yet', async () =>
    expect(await ask('app.example.com', { 'loopback-network': 'prompt' })).toBe('unanswered'))
  test('granted: something else', async () =>
    expect(await ask('app.example.com', { 'loopback-network': 'granted' })).toBe('no'))
  test('the older name of both', async () =>
    expect(await ask('app.example.com', { 'local-network-access': 'denied' }, '10.0.0.1')).toBe(
      'denied',
    ))
  test('each network has its own permission', async () =>
    expect(
      await ask(
        'app.example.com',
        { 'loopback-network': 'denied', 'local-network': 'granted' },
        '10.0.0.1',
      ),
    ).toBe('no'))
  test('a page of the same network needs none', async () => {
    expect(await ask('app.localhost', { 'loopback-network': 'prompt' })).toBe('no')
    expect(await ask('app.localhost', { 'loopback-network': 'denied' })).toBe('perhaps')
  })
  test('a browser that does not ask', async () =>
    expect(await ask('app.example.com', {})).toBe('no'))
  test('an address of the open network', async () =>
    expect(
      await ask('app.example.com', { 'local-network-access': 'denied' }, 'api.example.com'),
    ).toBe('no'))
})
