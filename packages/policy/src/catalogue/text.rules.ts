/**
 * What can be wrong with the text of a policy, before anything in it has a meaning.
 *
 * @module
 */

import { GOOD } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const textRules: readonly FindingRule[] = [
  {
    code: 'MQ-100',
    severity: 'error',
    title: 'the file is not UTF-8',
    why: 'another program could read other characters out of the same bytes, and so another policy',
    help: 'save the file as UTF-8',
    see: ['RFC 3629', 'YAML 1.2.2, 5.2', 'RFC 8259, 8.1'],
    example: { bad: '# bytes: 76 65 72 73 69 6f 6e 3a 20 31 20 23 20 fc', good: GOOD },
  },
  {
    code: 'MQ-101',
    severity: 'error',
    title: 'the file is too large',
    why: 'a file beyond the bound would cost more memory than a layer should spend on a policy',
    help: 'split the policy, or keep tenant directories in the control plane',
    see: ['DESIGN 8'],
    example: { bad: '# a file of more than 64 MiB', good: GOOD },
  },
  {
    code: 'MQ-102',
    severity: 'error',
    title: 'the file is empty',
    why: 'an empty file would guard nothing, and a missing policy is never "allow" nor "do not check"',
    help: 'start with `version: 1`, `self` and `resources`',
    see: ['DESIGN 3'],
    example: { bad: '# nothing yet\n', good: GOOD },
  },
  {
    code: 'MQ-103',
    severity: 'error',
    title: 'the document is no mapping',
    why: 'a policy is a set of named parts; nothing else can be read as one',
    help: 'start with `version: 1`, `self` and `resources`, each a key at the start of its line',
    see: ['DESIGN 3'],
    example: { bad: '- https://app.example.com\n', good: GOOD },
  },
  {
    code: 'MQ-104',
    severity: 'error',
    title: 'the text is no YAML',
    why: 'what cannot be read cannot be enforced, and nothing after it could be judged',
    help: 'mend the line; a text with `: `, ` #`, or a bracket at its start needs quotes',
    see: ['YAML 1.2.2'],
    example: {
      bad: `${GOOD}contact: [api@example.com\n`,
      good: `${GOOD}contact: api@example.com\n`,
    },
  },
  {
    code: 'MQ-105',
    severity: 'error',
    title: 'the text is no JSON',
    why: 'what cannot be read cannot be enforced, and nothing after it could be judged',
    help: 'mend the line; JSON has no comments, no single quotes and no comma before a closing bracket',
    see: ['RFC 8259'],
    example: {
      bad: '{ "version": 1, "self": ["https://api.example.com"], "resources": [], }',
      good: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] }',
    },
  },
  {
    code: 'MQ-106',
    severity: 'error',
    title: 'a tab indents a line',
    why: 'programs differ on how wide a tab is, so they would differ on what belongs to what',
    help: 'indent with spaces',
    see: ['YAML 1.2.2, 6.1'],
    example: {
      bad: `${GOOD}origins:\n\tweb: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
      good: `${GOOD}origins:\n  web: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
    },
  },
  {
    code: 'MQ-107',
    severity: 'error',
    title: 'a key stands twice',
    why: 'some programs take the first value and some the last, so one file would be two policies',
    help: 'remove one of the two, or join their values',
    see: ['RFC 8259, 4', 'YAML 1.2.2, 3.2.1.3'],
    example: {
      bad: `${GOOD}unmatched: block\nunmatched: headers\n`,
      good: `${GOOD}unmatched: block\n`,
    },
  },
  {
    code: 'MQ-108',
    severity: 'error',
    title: 'an anchor or an alias',
    why: 'a policy must show what it grants where it grants it, and aliases can grow a small file without bound',
    help: 'write the value out; origins that several grants share belong in one origin set',
    see: ['YAML 1.2.2, 7.1', 'DESIGN 3'],
    example: {
      bad: `version: 1\nself: &api [https://api.example.com]\nresources: []\n`,
      good: GOOD,
    },
  },
  {
    code: 'MQ-109',
    severity: 'error',
    title: 'a tag or a directive',
    why: 'a tag lets a value be something else than it shows, and programs differ on which tags they know',
    help: 'remove it; put a text in quotes',
    see: ['YAML 1.2.2, 6.8'],
    example: {
      bad: `version: !!int 1\nself: [https://api.example.com]\nresources: []\n`,
      good: GOOD,
    },
  },
  {
    code: 'MQ-110',
    severity: 'error',
    title: 'several documents in one file',
    why: 'a program that reads the first only would enforce another policy than one that reads all',
    help: 'put each policy into a file of its own',
    see: ['YAML 1.2.2, 9.2'],
    example: { bad: `${GOOD}---\n${GOOD}`, good: GOOD },
  },
  {
    code: 'MQ-111',
    severity: 'error',
    title: 'nested too deep',
    why: 'nothing in the language is that deep, and readers that recurse would fail on it',
    help: 'check the brackets and the indentation',
    see: ['DESIGN 3'],
    example: { bad: `${GOOD}contact: ${'['.repeat(40)}${']'.repeat(40)}\n`, good: GOOD },
  },
  {
    code: 'MQ-112',
    severity: 'error',
    title: 'a key is no text',
    why: 'programs differ on how such a key is written out, so names would differ between layers',
    help: 'put the key in quotes',
    see: ['YAML 1.2.2, 10.3'],
    example: {
      bad: `${GOOD}origins:\n  1: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
      good: `${GOOD}origins:\n  one: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
    },
  },
  {
    code: 'MQ-113',
    severity: 'error',
    title: 'a merge key',
    why: 'merge keys are no part of YAML 1.2, and programs differ on them: one file would be two policies',
    help: 'write the keys out',
    see: ['YAML 1.2.2, 10.3'],
    example: {
      bad: `${GOOD}limits: { <<: { exceptionDuration: 7d } }\n`,
      good: `${GOOD}limits: { exceptionDuration: 7d }\n`,
    },
  },
  {
    code: 'MQ-114',
    severity: 'error',
    title: 'a number that cannot be held',
    why: 'programs would round it differently, or read it as no number at all',
    help: 'write a whole number of at most 15 digits, or put the text in quotes',
    see: ['RFC 8259, 6', 'YAML 1.2.2, 10.3.2'],
    example: {
      bad: `${GOOD}limits: { exceptionDuration: .inf }\n`,
      good: `${GOOD}limits: { exceptionDuration: 7d }\n`,
    },
  },
  {
    code: 'MQ-115',
    severity: 'error',
    title: 'a key that programs trip over',
    why: 'in many programs `__proto__` changes how every other key is read',
    help: 'choose another name',
    see: ['CWE-1321'],
    example: {
      bad: `${GOOD}origins:\n  __proto__: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
      good: `${GOOD}origins:\n  proto: { allow: [https://app.example.com], owner: a@example.com, purpose: app }\n`,
    },
  },
  {
    code: 'MQ-116',
    severity: 'error',
    title: 'quotes are missing',
    why: 'YAML gives the character a meaning of its own, so the text does not arrive as it stands',
    help: 'put the text in quotes',
    see: ['YAML 1.2.2, 5.3'],
    example: {
      bad: `version: 1
self: [https://api.example.com]
resources:
  - { name: assets, match: [{ path: /assets/** }], sensitivity: public, grants: [{ origins: [*] }] }
`,
      good: `version: 1
self: [https://api.example.com]
resources:
  - { name: assets, match: [{ path: /assets/** }], sensitivity: public, grants: [{ origins: ['*'] }] }
`,
    },
  },
  {
    code: 'MQ-117',
    severity: 'error',
    title: 'a character that no text may hold',
    why: 'control characters hide what a policy says, and half a character has no bytes',
    help: 'remove it',
    see: ['YAML 1.2.2, 5.1', 'RFC 8259, 8.2'],
    example: { bad: `${GOOD}contact: "\\ud800"\n`, good: `${GOOD}contact: api@example.com\n` },
  },
  {
    code: 'MQ-118',
    severity: 'error',
    title: 'the indentation is wrong',
    why: 'indentation says what belongs to what; where it contradicts itself nothing can be said',
    help: 'indent the keys of one mapping alike, and what belongs to a key further than the key',
    see: ['YAML 1.2.2, 6.1'],
    example: {
      bad: `${GOOD}unmatched: block\n  contact: api@example.com\n`,
      good: `${GOOD}unmatched: block\ncontact: api@example.com\n`,
    },
  },
]
