import { expect, test } from 'vitest'
import { examplePolicies } from '../../build/script.ts'
import { EXAMPLES, formOf } from '../examples.ts'
import { readExplainInput } from '../input/explain-input.ts'
import { type Evaluation, evaluateRequest } from './evaluate.ts'
import { readPolicy } from './read-policy.ts'
import { type Sign, verdictOf } from './verdict.ts'

const NOW = Date.parse('2098-11-22T12:00:00Z')
const POLICIES = examplePolicies()

function evaluationOf(title: string): Evaluation {
  const example = EXAMPLES.find((one) => one.title === title)
  if (!example) throw new Error(`no example is called ${title}`)
  const form = formOf(example, POLICIES)
  const read = readExplainInput(form, NOW)
  const { engine } = readPolicy(form.policy, { environment: 'production', now: NOW })
  if (!engine || !('input' in read)) throw new Error('the example has invalid input')
  return evaluateRequest(engine, read.input)
}

const cases: readonly (readonly [title: string, sign: Sign, headline: RegExp])[] = [
  ['the web application posts an order', 'yes', /^Yes: script of `https:\/\/app\.example\.com`/],
  [
    'an unknown origin reads orders',
    'no',
    /^No: the request reaches the application, but script of/,
  ],
  ['a server, without an Origin header', 'none', /^CORS does not apply/],
  ['the application changes a shipment', 'yes', /^Yes: /],
  ['the same, with the method in lower case', 'no', /^No: the preflight of/],
  ['a carrier without the scope', 'no', /^No: the layer rejects the request with 403/],
  ['a look-alike host name', 'no', /^No: the layer rejects the request with 403/],
  ['any website tracks a parcel', 'yes', /^Yes: /],
  ['an expired exception', 'no', /^No: the layer rejects the request with 403/],
  ['an ambiguous path', 'no', /^No: the layer rejects the request with 400/],
  ['an unknown origin opens a WebSocket', 'no', /and the WebSocket does not open for script of/],
]

for (const [title, sign, headline] of cases) {
  test(`verdict: ${title}`, () => {
    expect(verdictOf(evaluationOf(title))).toMatchObject({
      sign,
      headline: expect.stringMatching(headline),
    })
  })
}

test('every example with a valid policy is covered', () => {
  const titles = EXAMPLES.filter(({ policy }) => policy !== 'broken').map(({ title }) => title)
  expect(titles).toEqual(cases.map(([title]) => title))
})

test('if browsers differ, the verdict names those that can read', () => {
  const evaluation = evaluationOf('the web application posts an order')
  const { browsers } = evaluation
  if (!browsers) throw new Error('browsers send this')
  const webkit = { ...browsers.webkit, read: false }
  expect(verdictOf({ ...evaluation, browsers: { ...browsers, webkit } })).toMatchObject({
    sign: 'depends',
    headline: expect.stringMatching(/in Chromium and Firefox script of .* in WebKit it cannot$/),
  })
})

test('a preflight that browsers reject is distinguished from one that the layer denies', () => {
  const evaluation = evaluationOf('the web application posts an order')
  const { browsers } = evaluation
  if (!browsers) throw new Error('browsers send this')
  const rejected = { ...browsers.chromium, preflightPasses: false, sent: false, read: false }
  const all = { chromium: rejected, firefox: rejected, webkit: rejected }
  expect(verdictOf({ ...evaluation, browsers: all }).headline).toMatch(
    /rejects the preflight response/,
  )
})

test('a method that no browser sends', () => {
  const evaluation = evaluationOf('the web application posts an order')
  const { browsers } = evaluation
  if (!browsers) throw new Error('browsers send this')
  const silent = { ...browsers.chromium, preflight: false, sent: false, read: false }
  const all = { chromium: silent, firefox: silent, webkit: silent }
  expect(verdictOf({ ...evaluation, preflight: null, browsers: all }).headline).toMatch(
    /^No: no browser sends this request/,
  )
})

test('a resource that requires a login, and a context without one', () => {
  const evaluation = evaluationOf('the web application posts an order')
  const request = { ...evaluation.request, lacksLogin: true }
  expect(verdictOf({ ...evaluation, request })).toMatchObject({
    sign: 'depends',
    headline: expect.stringMatching(/^It depends on the login, .+ With one: Yes: script of/),
  })
})
