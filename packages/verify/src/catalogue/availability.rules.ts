/**
 * Findings about layers that do not answer, or answer the same request differently.
 *
 * @module
 */
import type { CauseRules } from './cause-rule.ts'
import { ALLOW_APP, answers, GRANTED, VARY } from './examples.ts'

export const availabilityRules: CauseRules<
  'unreachable' | 'unsteady' | 'replicas-differ' | 'cache-mixed'
> = {
  unreachable: {
    severity: 'error',
    title: 'layer does not answer',
    why: 'nothing is known of what it answers to browsers',
    help: 'check the address of the layer, its certificate (`--ca-file`), and whether this machine may connect to it',
    see: ['docs/guide/README.md'],
    example: answers({}, ['(connection refused)'], GRANTED),
  },
  unsteady: {
    severity: 'warning',
    title: 'layer fails to answer some probes',
    why: 'the answers that are missing were not judged, and pages see the same failures as network errors',
    help: 'look for timeouts, resets and rate limits in the log of the layer, or ask more slowly with `--rate` and `--concurrency`',
    see: ['docs/guide/README.md'],
    example: answers({}, ['(connection reset)'], GRANTED),
  },
  'replicas-differ': {
    severity: 'error',
    title: 'replicas of a layer decide differently',
    why: 'whether a page works, or a foreign page is let in, depends on the replica that answers',
    help: 'roll out one configuration to every replica, and restart those that did not load it',
    see: ['D20', 'docs/guide/README.md'],
    example: answers({}, ['200', '(another time)', ...GRANTED], GRANTED),
  },
  'cache-mixed': {
    severity: 'error',
    title: 'cache serves one origin what was made for another',
    why: 'one origin gets the headers of another one: pages fail at random, or read what they must not',
    help: 'make the cache honour `Vary: Origin`, or add the `Origin` header to its key: nginx without `proxy_ignore_headers Vary`, or with `$http_origin` in `proxy_cache_key`; Varnish with `hash_data(req.http.Origin)`; a CDN with `Origin` in its cache policy',
    see: ['D20', 'D22', 'RFC 9111, 4.1'],
    example: answers(
      { origin: 'https://portal.partner.example' },
      ['200', ALLOW_APP, VARY],
      ['200', 'Access-Control-Allow-Origin: https://portal.partner.example', VARY],
    ),
  },
}
