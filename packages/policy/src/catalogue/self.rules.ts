/**
 * The catalogue entries of compiling.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'

export const compileRules: readonly FindingRule[] = [
  {
    code: 'MQ-188',
    severity: 'error',
    title: 'self says nothing for the environment',
    why: "without the public origins of this environment a layer cannot tell the API's own pages from strangers, and would block them",
    help: 'list the public origins of this environment under `self`',
    see: ['D6', 'DESIGN 3'],
    example: {
      bad: 'version: 1\nself:\n  staging: [https://api.staging.example.com]\nresources: []\n',
      good: 'version: 1\nself:\n  production: [https://api.example.com]\n  staging: [https://api.staging.example.com]\nresources: []\n',
    },
  },
]
