/**
 * What can be wrong with the shape of a policy.
 *
 * @module
 */

import { GOOD, withResource } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const shapeRules: readonly FindingRule[] = [
  {
    code: 'MQ-120',
    severity: 'error',
    title: 'an unknown key',
    why: 'a key that nobody reads looks like a rule and is none: a misspelt `until` would never end anything',
    help: 'remove it, or write the key that was meant',
    see: ['DESIGN 3'],
    example: {
      bad: `${GOOD}contcat: api@example.com\n`,
      good: `${GOOD}contact: api@example.com\n`,
    },
  },
  {
    code: 'MQ-121',
    severity: 'error',
    title: 'a key is missing',
    why: 'a missing setting is never taken as "allow" or "do not check", so somebody has to say it',
    help: 'add the key',
    see: ['DESIGN 3', 'D6'],
    example: { bad: 'version: 1\nresources: []\n', good: GOOD },
  },
  {
    code: 'MQ-122',
    severity: 'error',
    title: 'a value of the wrong kind',
    why: 'guessing what was meant could grant what nobody wanted',
    help: 'write the kind of value that is wanted there',
    see: ['DESIGN 3'],
    example: {
      bad: 'version: 1\nself: https://api.example.com\nresources: []\n',
      good: GOOD,
    },
  },
  {
    code: 'MQ-123',
    severity: 'error',
    title: 'a word that is not known',
    why: 'guessing what was meant could grant what nobody wanted',
    help: 'write one of the known words',
    see: ['DESIGN 3'],
    example: {
      bad: withResource('sensitivity: secret', 'grants: []'),
      good: withResource('sensitivity: restricted', 'grants: []'),
    },
  },
  {
    code: 'MQ-124',
    severity: 'error',
    title: 'a version of the language that is not known',
    why: 'the same words may mean something else there',
    help: 'write `version: 1`, or use a newer Marque',
    see: ['DESIGN 3'],
    example: { bad: 'version: 2\nself: [https://api.example.com]\nresources: []\n', good: GOOD },
  },
  {
    code: 'MQ-125',
    severity: 'error',
    title: 'an empty list',
    why: 'an empty list is read as "none" by some and as "all" by others',
    help: 'list what is meant, or leave the key out where it may be',
    see: ['DESIGN 3'],
    example: {
      bad: withResource('sensitivity: public', 'grants: [{ origins: [] }]'),
      good: withResource('sensitivity: public', 'grants: [{ origins: ["*"] }]'),
    },
  },
  {
    code: 'MQ-126',
    severity: 'error',
    title: 'a number out of range',
    why: 'the bound would never hold, or always',
    help: 'write a whole number from 0',
    see: ['DESIGN 3'],
    example: {
      bad: `${GOOD}tenants: { identify: { path: "/t/{tenant}/**" }, limits: { origins: -1 }, members: {} }\n`,
      good: `${GOOD}tenants: { identify: { path: "/t/{tenant}/**" }, limits: { origins: 5 }, members: {} }\n`,
    },
  },
]
