/**
 * What can keep a policy from being brought up to date.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { compared, GOOD_API } from '../findings/example.ts'

export const updateRules: readonly FindingRule[] = [
  {
    code: 'MQ-840',
    severity: 'error',
    title: 'a list of resources that nothing can be added to',
    why: 'an edit that could change what people wrote is not made',
    help: 'write `resources` as a list with a line for each resource',
    see: ['DESIGN 5'],
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
    title: 'an endpoint that only an edit by hand can add',
    why: 'a match for GET covers HEAD, so a resource of its own would tie with the one that has HEAD there',
    help: 'add GET to that match, or split the resource',
    see: ['DECISION D7'],
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
]
