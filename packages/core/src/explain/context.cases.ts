/**
 * Steps that describe what is around a decision: the host, other readings of the path, what is removed.
 *
 * @module
 */
import { APP, bundle, EVIL, get, grant, granting, match, resource } from '@marque/testkit/bundles'
import type { Row } from './explain.cases.ts'

export const contextRows: readonly Row[] = [
  {
    name: 'D22 is no failure of a denied request',
    bundle: granting(grant(), { resourcePolicy: 'same-site' }),
    request: get('/', EVIL),
    step: ['skip D22', 'and `cross-origin-resource-policy` are removed; Vary names Origin'],
  },
  {
    name: 'a host that no entry of `self` has',
    bundle: granting(grant()),
    request: { ...get('/', APP), url: 'https://internal.example.com/' },
    step: ['pass D2', '`internal.example.com`, which no entry of `self` has'],
  },
  {
    name: 'a match that fits another reading of the path only',
    bundle: bundle([
      resource('deep', '/x/{id}/**'),
      resource('items', [match('/x/{id}'), match('/x/{id}/{part}')]),
    ]),
    request: get('/x/a%2Fb', APP),
    step: ['pass D7', 'by `/x/{id}`, more specific than `/x/{id}/**` of `deep`'],
  },
]
