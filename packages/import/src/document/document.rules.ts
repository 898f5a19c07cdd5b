/**
 * What can be wrong with the text of a foreign document.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { GOOD_API } from '../findings/example.ts'

export const documentRules: readonly FindingRule[] = [
  {
    code: 'MQ-801',
    severity: 'error',
    title: 'a description that cannot be read',
    why: 'what cannot be read as a whole says nothing reliable about the API',
    help: 'save the file as UTF-8; split what is larger than 12 MiB',
    see: ['OpenAPI 3.1, 4.3 (format)'],
    example: { bad: '\n', good: GOOD_API },
  },
  {
    code: 'MQ-802',
    severity: 'error',
    title: 'a description that is neither YAML nor JSON',
    why: 'half of a description would look like an API with half of its endpoints',
    help: 'mend the syntax at this place',
    see: ['YAML 1.2', 'RFC 8259'],
    example: { bad: `${GOOD_API}  broken: [\n`, good: GOOD_API },
  },
  {
    code: 'MQ-803',
    severity: 'error',
    title: 'a key given twice in a description',
    why: 'readers disagree on which of the two counts, so that an endpoint or its login could be overlooked',
    help: 'join the two, or remove one',
    see: ['YAML 1.2, 3.2.1.3', 'RFC 8259, 4'],
    example: { bad: `${GOOD_API}  /orders: {}\n`, good: GOOD_API },
  },
  {
    code: 'MQ-804',
    severity: 'error',
    title: 'a description that is too deep or too large',
    why: 'nesting, aliases and references can make a small file take all memory',
    help: 'describe the API with fewer levels; references are followed 1,000,000 steps in all',
    see: ['CWE-776'],
    example: {
      bad: `openapi: 3.1.0\ninfo: ${'['.repeat(201)}${']'.repeat(201)}\n`,
      good: GOOD_API,
    },
  },
]
