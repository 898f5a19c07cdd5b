/**
 * The catalogue of patterns that trust strangers.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'
import { setExample } from './judgement-examples.ts'

const set = (origin: string): string =>
  setExample(`{ allow: ["${origin}"], owner: p@example.com, purpose: partners }`)

export const publicSuffixRules: readonly FindingRule[] = [
  {
    code: 'MQ-201',
    severity: 'error',
    title: 'pattern over a public suffix',
    why: `anyone can register a name under a public suffix and would be trusted from that moment`,
    help: 'list the exact origins that you own',
    see: ['DESIGN 3', 'https://publicsuffix.org'],
    example: { bad: set('https://*.github.io'), good: set('https://*.docs.example.com') },
  },
  {
    code: 'MQ-319',
    severity: 'note',
    title: 'a pattern covers every level',
    why: '`*.` stands for one or more labels: `a.b.c` under the host is trusted as `a` is, and so is each name that somebody adds later',
    help: 'list the exact origins where they are few and known; the host itself needs an entry of its own',
    see: ['DESIGN 1, origin pattern'],
    example: { bad: set('https://*.example.com'), good: set('https://docs.example.com') },
  },
  {
    code: 'MQ-320',
    severity: 'warning',
    title: 'pattern on shared hosting',
    why: 'the provider gives names under this host to whoever asks, or to any customer, though the public suffix list does not say so',
    help: 'list the exact origins that you own there, or serve them from a domain of your own',
    see: ['DESIGN 3'],
    example: { bad: set('https://*.zendesk.com'), good: set('https://acme-support.zendesk.com') },
  },
]
