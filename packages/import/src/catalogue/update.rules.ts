/**
 * Findings that prevent an update of a policy.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { compared, GOOD_API } from './examples.ts'

export const updateRules: readonly FindingRule[] = [
  {
    code: 'MQ-840',
    severity: 'error',
    title: 'list of resources that cannot be edited',
    why: 'the update does not make edits that would change existing text',
    help: 'write `resources` as a block list, each resource on lines of its own',
    see: ['docs/guide/init.md'],
    example: {
      bad: `${GOOD_API}---\nversion: 1\nself: [https://api.example.com]\nresources: [ # none yet\n  ]\n`,
      good: compared(
        GOOD_API,
        'name: orders, match: [{ path: /orders }], sensitivity: internal, grants: []',
      ),
    },
  },
  {
    code: 'MQ-841',
    severity: 'warning',
    title: 'endpoint that must be added by hand',
    why: 'a match for GET covers HEAD, so a new resource would tie with the match for HEAD',
    help: 'add GET to that match, or split the resource',
    see: ['D7'],
    example: {
      bad: compared(
        GOOD_API,
        'name: orders, match: [{ path: /orders, methods: [HEAD] }], sensitivity: internal, grants: []',
      ),
      good: compared(
        GOOD_API,
        'name: orders, match: [{ path: /orders, methods: [GET] }], sensitivity: internal, grants: []',
      ),
    },
  },
  {
    code: 'MQ-843',
    severity: 'warning',
    title: 'origin that must be added to `self` by hand',
    why: 'without it pages of the API itself count as pages of another site at that host',
    help: 'add the origin to `self`, for each environment in which the API is served there',
    see: ['D6'],
    example: {
      bad: compared(
        GOOD_API,
        'name: orders, match: [{ path: /orders }], sensitivity: internal, grants: []',
      ).replace(
        'self: [https://api.example.com]',
        'self: { production: [https://www.example.com] }',
      ),
      good: compared(
        GOOD_API,
        'name: orders, match: [{ path: /orders }], sensitivity: internal, grants: []',
      ),
    },
  },
]
