/**
 * What every application of `examples/middleware` answers under their one policy.
 *
 * @module
 */
import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { expect } from 'vitest'

const APP = 'https://app.example.com'

export async function expectExample(port: number): Promise<void> {
  const ask = async (method: string, lines: string): Promise<Response> => {
    const head = `${method} /orders/7 HTTP/1.1\r\nHost: api.localhost\r\nConnection: close\r\n`
    const answer = await exchange(port, `${head}${lines}\r\n`)
    if (answer === null) throw new Error('no answer')
    return answer
  }
  const granted = await ask('GET', `Origin: ${APP}\r\n`)
  expect(JSON.parse(granted.body)).toEqual({ id: '7', decided: 'granted' })
  expect(valuesOf(granted, 'access-control-allow-origin')).toEqual([APP])
  const preflight = 'Access-Control-Request-Method: DELETE\r\n'
  expect((await ask('OPTIONS', `Origin: ${APP}\r\n${preflight}`)).status).toBe(204)
  expect((await ask('OPTIONS', `Origin: https://evil.test\r\n${preflight}`)).status).toBe(403)
  const denied = await ask('GET', 'Origin: https://evil.test\r\n')
  expect([denied.status, valuesOf(denied, 'access-control-allow-origin')]).toEqual([200, []])
}
