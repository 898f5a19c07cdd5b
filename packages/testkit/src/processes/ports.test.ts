import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freePort, freePorts } from './ports.ts'

test('the ports of a call differ', async () => {
  const ports = await freePorts(20)
  expect(new Set(ports).size).toBe(20)
})

test.runIf(process.platform === 'linux')(
  'a port is not one that the system hands out by itself',
  async () => {
    const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    const [first = 0, last = 0] = range.trim().split(/\s+/).map(Number)
    const port = await freePort()
    expect(port < first || port > last).toBe(true)
  },
)
