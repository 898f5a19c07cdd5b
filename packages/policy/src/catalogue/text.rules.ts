/**
 * Findings about the text of a file, before its values are looked at (MQ-100 to MQ-119).
 *
 * @module
 */
import { GOOD } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

const WEB = '{ allow: [https://app.example.com], owner: web@example.com, purpose: app }'

export const textRules: readonly FindingRule[] = [
  {
    code: 'MQ-100',
    severity: 'error',
    title: 'invalid encoding',
    why: 'two programs could read different characters from the same bytes, and so different policies',
    help: 'save the file as UTF-8',
    see: ['RFC 3629', 'YAML 1.2.2, 5.1', 'RFC 8259, 8.1'],
    example: { bad: '# bytes: 76 65 72 73 69 6f 6e 3a 20 31 20 23 20 fc', good: GOOD },
    reasons: [
      {
        reason: 'not-utf-8',
        title: 'invalid UTF-8',
        example: { bad: '# bytes: 76 65 72 73 69 6f 6e 3a 20 31 20 23 20 fc', good: GOOD },
      },
      {
        reason: 'utf-16',
        title: 'UTF-16 instead of UTF-8',
        example: { bad: '# bytes: ff fe 76 00 65 00 72 00', good: GOOD },
      },
      {
        reason: 'control-character',
        title: 'control character',
        why: 'editors do not show control characters, so a reviewer would see another policy than the one that is read',
        help: 'remove the character',
        example: { bad: '# bytes: 76 65 72 73 69 6f 6e 3a 20 31 00', good: GOOD },
      },
      {
        reason: 'lone-surrogate',
        title: 'lone surrogate',
        why: 'half of a UTF-16 pair cannot be written in UTF-8, so the string would change on its way to a layer',
        help: 'remove the escape, or write the whole pair',
        example: {
          bad: `${GOOD}contact: "\\ud800"\n`,
          good: `${GOOD}contact: api@example.com\n`,
        },
      },
    ],
  },
  {
    code: 'MQ-101',
    severity: 'error',
    title: 'document exceeds a limit',
    why: 'reading it would take more memory than a layer should spend on a policy',
    help: 'split the policy',
    see: ['docs/guide/policy.md'],
    example: { bad: '# a file of more than 64 MiB', good: GOOD },
    reasons: [
      {
        reason: 'size',
        title: 'file larger than 64 MiB',
        help: 'split the policy, or keep the origins of tenants elsewhere',
        example: { bad: '# a file of more than 64 MiB', good: GOOD },
      },
      {
        reason: 'depth',
        title: 'nested deeper than 32 levels',
        why: 'no part of a policy is nested that deep, and recursive readers would fail on it',
        help: 'check the brackets and the indentation',
        example: {
          bad: `${GOOD}contact: ${'['.repeat(40)}${']'.repeat(40)}\n`,
          good: `${GOOD}contact: api@example.com\n`,
        },
      },
    ],
  },
  {
    code: 'MQ-102',
    severity: 'error',
    title: 'not a policy document',
    why: 'a file without a policy would protect nothing; a missing policy never means "allow" or "do not check"',
    help: 'start with `version: 1`, `self` and `resources`, each a key at the start of its line',
    see: ['docs/guide/policy.md'],
    example: { bad: '- https://app.example.com\n', good: GOOD },
    reasons: [
      {
        reason: 'empty',
        title: 'empty file',
        example: { bad: '# nothing yet\n', good: GOOD },
      },
      {
        reason: 'not-a-mapping',
        title: 'document is not a mapping',
        why: 'a policy is a mapping with known keys; nothing else can be read as one',
        example: { bad: '- https://app.example.com\n', good: GOOD },
      },
    ],
  },
  {
    code: 'MQ-104',
    severity: 'error',
    title: 'invalid YAML',
    why: 'a policy that cannot be read cannot be enforced, and nothing after the error can be checked',
    help: 'correct the line; a string that contains `: ` or ` #`, or starts with a bracket, needs quotes',
    see: ['YAML 1.2.2'],
    example: {
      bad: `${GOOD}contact: [api@example.com\n`,
      good: `${GOOD}contact: api@example.com\n`,
    },
    reasons: [
      {
        reason: 'syntax',
        title: 'YAML syntax error',
        example: {
          bad: `${GOOD}contact: [api@example.com\n`,
          good: `${GOOD}contact: api@example.com\n`,
        },
      },
      {
        reason: 'indentation',
        title: 'inconsistent indentation',
        why: 'indentation decides which value belongs to which key; if it is inconsistent, the document has no single meaning',
        help: 'give all keys of a mapping the same indentation, and indent what belongs to a key further than the key',
        example: {
          bad: `${GOOD}unmatched: block\n  contact: api@example.com\n`,
          good: `${GOOD}unmatched: block\ncontact: api@example.com\n`,
        },
      },
      {
        reason: 'tab',
        title: 'tab in the indentation',
        why: 'programs differ on the width of a tab, so they would differ on which value belongs to which key',
        help: 'indent with spaces',
        example: {
          bad: `${GOOD}origins:\n\tweb: ${WEB}\n`,
          good: `${GOOD}origins:\n  web: ${WEB}\n`,
        },
      },
      {
        reason: 'missing-quotes',
        title: 'missing quotes',
        why: 'YAML gives the first character a meaning of its own, so the string would be read as something else',
        help: 'put the string in quotes',
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
    ],
  },
  {
    code: 'MQ-105',
    severity: 'error',
    title: 'invalid JSON',
    why: 'a policy that cannot be read cannot be enforced, and nothing after the error can be checked',
    help: 'correct the line; JSON has no comments, no single quotes and no trailing commas',
    see: ['RFC 8259'],
    example: {
      bad: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] // none yet\n}',
      good: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] }',
    },
    reasons: [
      {
        reason: 'syntax',
        title: 'JSON syntax error',
        example: {
          bad: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] // none yet\n}',
          good: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] }',
        },
      },
      {
        reason: 'trailing-comma',
        title: 'trailing comma',
        help: 'remove the comma',
        example: {
          bad: '{ "version": 1, "self": ["https://api.example.com"], "resources": [], }',
          good: '{ "version": 1, "self": ["https://api.example.com"], "resources": [] }',
        },
      },
    ],
  },
  {
    code: 'MQ-107',
    severity: 'error',
    title: 'duplicate key',
    why: 'some programs take the first value and some the last, so one file would be two policies',
    help: 'remove one of the two, or merge their values',
    see: ['RFC 8259, 4', 'YAML 1.2.2, 3.2.1.3'],
    example: {
      bad: `${GOOD}unmatched: block\nunmatched: headers\n`,
      good: `${GOOD}unmatched: block\n`,
    },
  },
  {
    code: 'MQ-108',
    severity: 'error',
    title: 'unsupported YAML feature',
    why: 'programs differ on these features, so one file would be two policies; and a policy must show what it grants where it grants it',
    help: 'write the value out',
    see: ['YAML 1.2.2', 'docs/guide/policy.md#what-the-language-does-not-have'],
    example: {
      bad: 'version: 1\nself: &api [https://api.example.com]\nresources: []\n',
      good: GOOD,
    },
    reasons: [
      {
        reason: 'anchor',
        title: 'YAML anchor',
        help: 'write the value out; list origins that several grants share in an origin set',
        example: {
          bad: 'version: 1\nself: &api [https://api.example.com]\nresources: []\n',
          good: GOOD,
        },
      },
      {
        reason: 'alias',
        title: 'YAML alias',
        why: 'a policy must show what it grants where it grants it, and aliases can make a small file grow without bound',
        help: 'write the value out; list origins that several grants share in an origin set',
        example: {
          bad: 'version: 1\nself: &api [https://api.example.com]\nresources: *api\n',
          good: GOOD,
        },
      },
      {
        reason: 'tag',
        title: 'YAML tag',
        why: 'a tag makes a value something else than it looks like, and programs differ on which tags they know',
        help: 'remove the tag; put a string in quotes',
        example: {
          bad: 'version: !!int 1\nself: [https://api.example.com]\nresources: []\n',
          good: GOOD,
        },
      },
      {
        reason: 'directive',
        title: 'YAML directive',
        help: 'remove the line',
        example: { bad: `%YAML 1.2\n---\n${GOOD}`, good: GOOD },
      },
      {
        reason: 'merge-key',
        title: 'YAML merge key',
        why: 'merge keys are not part of YAML 1.2, and programs differ on them, so one file would be two policies',
        help: 'write the keys out',
        example: {
          bad: `${GOOD}limits: { <<: { exceptionDuration: 7d } }\n`,
          good: `${GOOD}limits: { exceptionDuration: 7d }\n`,
        },
      },
      {
        reason: 'multiple-documents',
        title: 'several YAML documents in one file',
        why: 'a program that reads only the first would enforce another policy than one that reads all',
        help: 'put each policy into a file of its own',
        example: { bad: `${GOOD}---\n${GOOD}`, good: GOOD },
      },
    ],
  },
  {
    code: 'MQ-112',
    severity: 'error',
    title: 'invalid key',
    why: 'programs differ on how such a key is read, so names would differ between layers',
    help: 'put the key in quotes',
    see: ['YAML 1.2.2, 10.3', 'CWE-1321'],
    example: { bad: `${GOOD}origins:\n  1: ${WEB}\n`, good: `${GOOD}origins:\n  one: ${WEB}\n` },
    reasons: [
      {
        reason: 'not-a-string',
        title: 'key is not a string',
        example: {
          bad: `${GOOD}origins:\n  1: ${WEB}\n`,
          good: `${GOOD}origins:\n  one: ${WEB}\n`,
        },
      },
      {
        reason: 'reserved',
        title: 'reserved key `__proto__`',
        why: 'in many programs `__proto__` changes how every other key is read',
        help: 'choose another name',
        example: {
          bad: `${GOOD}origins:\n  __proto__: ${WEB}\n`,
          good: `${GOOD}origins:\n  proto: ${WEB}\n`,
        },
      },
    ],
  },
  {
    code: 'MQ-114',
    severity: 'error',
    title: 'number that cannot be represented exactly',
    why: 'programs would round it differently',
    help: 'write a whole number of at most 15 digits, or put the value in quotes',
    see: ['RFC 8259, 6', 'YAML 1.2.2, 10.3.2'],
    example: {
      bad: `${GOOD}limits: { exceptionDuration: .inf }\n`,
      good: `${GOOD}limits: { exceptionDuration: 7d }\n`,
    },
  },
]
