import { expect, test } from 'vitest'
import { readProblem } from './problem.ts'

const DENIED = {
  type: 'urn:marque:reason:cross-site-blocked',
  title: 'Requests from other sites are blocked here',
  status: 403,
  reason: 'cross-site-blocked',
  contact: null,
  asked: { origin: '', method: 'GET', headers: [] },
  help: 'call this resource from its own site',
  requestId: 'r-1',
}
const TYPE = { 'content-type': 'application/problem+json; charset=utf-8' }

test('a denial is read, and the caller can still read the body', async () => {
  const response = new Response(JSON.stringify(DENIED), { status: 403, headers: TYPE })
  const { asked: _, ...want } = DENIED
  expect(await readProblem(response)).toEqual(want)
  expect(await response.json()).toEqual(DENIED)
})

test('an error of the gateway itself has no reason', async () => {
  const about = { type: 'urn:marque:gateway:upstream-timeout', title: 'late', status: 504 }
  const response = new Response(JSON.stringify(about), { status: 504, headers: TYPE })
  expect(await readProblem(response)).toEqual({
    ...about,
    reason: null,
    help: null,
    contact: null,
    requestId: null,
  })
})

for (const [title, body, headers] of [
  ['of another system', '{"type":"about:blank"}', TYPE],
  ['that is not JSON', '<html>', TYPE],
  ['that is not an object', 'null', TYPE],
  ['of another media type', JSON.stringify(DENIED), { 'content-type': 'application/json' }],
] as const) {
  test(`a body ${title} is not a problem document`, async () =>
    expect(await readProblem(new Response(body, { headers }))).toBe(null))
}

test('a body that was read before returns null', async () => {
  const response = new Response(JSON.stringify(DENIED), { headers: TYPE })
  await response.text()
  expect(await readProblem(response)).toBe(null)
})
