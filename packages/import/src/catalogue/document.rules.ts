/**
 * Findings about the text of an API description.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { GOOD_API } from './examples.ts'

export const documentRules: readonly FindingRule[] = [
  {
    code: 'MQ-801',
    severity: 'error',
    title: 'unreadable API description',
    why: 'a partly read description would give an incomplete policy',
    help: 'save the file as UTF-8, at most 128 MiB as JSON or 24 MiB as YAML: convert a larger YAML file to JSON',
    see: ['OpenAPI 3.1, 4.3 (format)'],
    example: { bad: '\n', good: GOOD_API },
  },
  {
    code: 'MQ-802',
    severity: 'error',
    title: 'invalid YAML or JSON in an API description',
    why: 'a partly read description would look like an API with fewer endpoints',
    help: 'fix the syntax error at this position',
    see: ['YAML 1.2', 'RFC 8259'],
    example: { bad: `${GOOD_API}  broken: [\n`, good: GOOD_API },
  },
  {
    code: 'MQ-803',
    severity: 'error',
    title: 'duplicate key in an API description',
    why: 'parsers disagree on which of the two counts, so an endpoint or its security could be overlooked',
    help: 'merge the two, or remove one',
    see: ['YAML 1.2, 3.2.1.3', 'RFC 8259, 4'],
    example: { bad: `${GOOD_API}  /orders: {}\n`, good: GOOD_API },
  },
  {
    code: 'MQ-804',
    severity: 'error',
    title: 'API description too deep or too large',
    why: 'nesting, aliases and references can make a small file exhaust memory',
    help: 'reduce nesting (at most 200 levels) and references (at most 4,000,000 nodes in all)',
    see: ['CWE-776'],
    example: {
      bad: `openapi: 3.1.0\ninfo: ${'['.repeat(201)}${']'.repeat(201)}\n`,
      good: GOOD_API,
    },
  },
]
