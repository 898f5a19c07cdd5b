/**
 * The catalogue of matches that collide.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { resourcesExample } from './judgement-examples.ts'

export const tieRules: readonly FindingRule[] = [
  {
    code: 'MQ-224',
    severity: 'error',
    title: 'two matches of equal rank',
    why: 'the most specific match decides, and neither of these is: which one a layer takes would be chance',
    help: 'make one of the paths, hosts or method lists more specific, or join the two resources',
    see: ['DECISION D7'],
    example: {
      bad: resourcesExample([
        'name: order, match: [{ path: "/v1/orders/{id}" }]',
        'name: invoice, match: [{ path: "/v1/orders/{number}" }]',
      ]),
      good: resourcesExample([
        'name: order, match: [{ path: "/v1/orders/{id}" }]',
        'name: invoice, match: [{ path: "/v1/orders/{number}/invoice" }]',
      ]),
    },
  },
  {
    code: 'MQ-322',
    severity: 'warning',
    title: 'paths that differ only by case',
    why: 'layers disagree on whether case matters, so every request to either path is `path-ambiguous` and granted nothing',
    help: 'give the resources paths that differ by more than case',
    see: ['DECISION D4', 'CVE-2024-6866'],
    example: {
      bad: resourcesExample([
        'name: order, match: [{ path: /v1/orders }]',
        'name: archive, match: [{ path: /v1/Orders }]',
      ]),
      good: resourcesExample([
        'name: order, match: [{ path: /v1/orders }]',
        'name: archive, match: [{ path: /v1/orders-archive }]',
      ]),
    },
  },
]
