import { expect, test } from 'vitest'
import { options, rules } from '../findings/reports.cases.ts'
import { explainRule, findRule } from './explain-code.ts'

test('golden: explain.txt', () => {
  const text = rules.map((rule) => explainRule(rule, options.palette, 60)).join('---\n')
  return expect(text).toMatchFileSnapshot('./golden/explain.txt')
})

const written: readonly (readonly [text: string, want: object])[] = [
  ['MQ-201', { rule: rules[0] }],
  ['mq-201', { rule: rules[0] }],
  ['201', { rule: rules[0] }],
  ['mq302', { rule: rules[1] }],
  ['MQ-210', { nearest: 'MQ-201' }],
  ['MQ-999', { nearest: undefined }],
  ['public-suffix', { nearest: undefined }],
]

for (const [text, want] of written) {
  test(`explain: ${text}`, () => expect(findRule(text, rules)).toEqual(want))
}
