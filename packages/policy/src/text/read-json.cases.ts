import type { RefusedText } from './read-yaml.cases.ts'

export const refusedJson: readonly RefusedText[] = [
  {
    name: 'a comma before a bracket',
    text: '{"a": [1,\n2,]}',
    want: ['MQ-105 trailing-comma 2:2'],
  },
  { name: 'a comma before a brace', text: '{"a": 1,}', want: ['MQ-105 trailing-comma 1:8'] },
  { name: 'a missing comma', text: '{"a": 1\n"b": 2}', want: ['MQ-105 syntax 2:1'] },
  { name: 'a missing colon', text: '{"a" 1}', want: ['MQ-105 syntax 1:6'] },
  { name: 'single quotes', text: "{'a': 1}", want: ['MQ-105 syntax 1:2'] },
  { name: 'a key without quotes', text: '{a: 1}', want: ['MQ-105 syntax 1:2'] },
  { name: 'a comment', text: '{"a": 1 // x\n}', want: ['MQ-105 syntax 1:9'] },
  { name: 'a YAML comment', text: '{"a": 1} # x', want: ['MQ-105 syntax 1:10'] },
  { name: 'a plain text of YAML', text: '{"a": yes}', want: ['MQ-105 syntax 1:7'] },
  { name: 'a line break in a text', text: '{"a": "b\nc"}', want: ['MQ-105 syntax 1:7'] },
  { name: 'a bad escape', text: '{"a": "\\x41"}', want: ['MQ-105 syntax 1:8'] },
  { name: 'a leading zero', text: '{"a": 01}', want: ['MQ-105 syntax 1:7'] },
  { name: 'a plus sign', text: '{"a": +1}', want: ['MQ-105 syntax 1:7'] },
  { name: 'NaN', text: '{"a": NaN}', want: ['MQ-105 syntax 1:7'] },
  { name: 'the end in the middle', text: '{"a": [1', want: ['MQ-105 syntax 1:9'] },
  { name: 'two values', text: '{} {}', want: ['MQ-105 syntax 1:4'] },
  {
    name: 'a key twice',
    text: '{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}',
    want: ['MQ-107 1:24', 'MQ-107 1:33'],
  },
  { name: 'a key twice, once escaped', text: '{"a": 1, "\\u0061": 2}', want: ['MQ-107 1:10'] },
  { name: 'a number out of range', text: '{"a": 1e400}', want: ['MQ-114 1:7'] },
  { name: '`__proto__`', text: '{"__proto__": {"a": 1}}', want: ['MQ-112 reserved 1:2'] },
  { name: 'half a character', text: '{"a": "\\ud800"}', want: ['MQ-100 lone-surrogate 1:7'] },
  { name: 'a list at the top', text: '[]', want: ['MQ-102 not-a-mapping 1:1'] },
]
