import { expect, test } from 'vitest'
import { examplePolicies } from '../../build/script.ts'
import { EXAMPLES, formOf } from '../examples/examples.ts'
import { readQuestion } from '../question/read-question.ts'
import { type Answer, answerQuestion } from './answer-question.ts'
import { readPolicy } from './read-policy.ts'
import { type Sign, verdictOf } from './verdict.ts'

const NOW = Date.parse('2098-11-22T12:00:00Z')
const POLICIES = examplePolicies()

function answerTo(title: string): Answer {
  const example = EXAMPLES.find((one) => one.title === title)
  if (!example) throw new Error(`no example is called ${title}`)
  const form = formOf(example, POLICIES)
  const asked = readQuestion(form, NOW)
  const { engine } = readPolicy(form.policy, { environment: 'production', now: NOW })
  if (!engine || !('question' in asked)) throw new Error('the example cannot be asked')
  return answerQuestion(engine, asked.question)
}

const cases: readonly (readonly [title: string, sign: Sign, headline: RegExp])[] = [
  ['its own application posts an order', 'yes', /^Yes: script of `https:\/\/app\.example\.com`/],
  ['a stranger reads orders', 'no', /^No: the request reaches the application, and script of/],
  ['a server asks, without an origin', 'unasked', /^No browser asks/],
  ['the application changes a shipment', 'yes', /^Yes: /],
  ['the same, with the method in lower case', 'no', /^No: the preflight of/],
  ['a carrier without the scope', 'no', /^No: the layer answers 403/],
  ['a name that only ends like ours', 'no', /^No: the layer answers 403/],
  ['anybody tracks a parcel', 'yes', /^Yes: /],
  ['a partner whose exception has ended', 'no', /^No: the layer answers 403/],
  ['a path that two servers read differently', 'no', /^No: the layer answers 400/],
  ['a stranger opens a WebSocket', 'no', /and no WebSocket opens for script of/],
]

for (const [title, sign, headline] of cases) {
  test(`the verdict on: ${title}`, () => {
    expect(verdictOf(answerTo(title))).toMatchObject({
      sign,
      headline: expect.stringMatching(headline),
    })
  })
}

test('every example but the one with mistakes has its verdict here', () => {
  const titles = EXAMPLES.filter(({ policy }) => policy !== 'broken').map(({ title }) => title)
  expect(titles).toEqual(cases.map(([title]) => title))
})

test('where browsers differ, the verdict says which of them read', () => {
  const answer = answerTo('its own application posts an order')
  const { browsers } = answer
  if (!browsers) throw new Error('browsers send this')
  const webkit = { ...browsers.webkit, read: false }
  expect(verdictOf({ ...answer, browsers: { ...browsers, webkit } })).toMatchObject({
    sign: 'depends',
    headline: expect.stringMatching(/in Chromium and Firefox script of .* in WebKit it may not$/),
  })
})

test('a preflight that the layer grants and every browser refuses is told from one that is denied', () => {
  const answer = answerTo('its own application posts an order')
  const { browsers } = answer
  if (!browsers) throw new Error('browsers send this')
  const refused = { ...browsers.chromium, preflightPasses: false, sent: false, read: false }
  const all = { chromium: refused, firefox: refused, webkit: refused }
  expect(verdictOf({ ...answer, browsers: all }).headline).toMatch(/refuses the answer/)
})

test('a method that no browser sends is told', () => {
  const answer = answerTo('its own application posts an order')
  const { browsers } = answer
  if (!browsers) throw new Error('browsers send this')
  const silent = { ...browsers.chromium, preflight: false, sent: false, read: false }
  const all = { chromium: silent, firefox: silent, webkit: silent }
  expect(verdictOf({ ...answer, preflight: null, browsers: all }).headline).toMatch(
    /^No: no browser sends this request/,
  )
})
