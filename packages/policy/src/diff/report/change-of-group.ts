/**
 * From a group of boxes to a change.
 *
 * @module
 */
import type { Box } from '../boxes/index.ts'
import { type Change, type RequestClass, type TimeSpan, UNMATCHED } from '../change.ts'
import { type Bundles, conditionOf } from './conditions.ts'
import { gainsOf } from './gains.ts'
import type { BoxGroup } from './group-boxes.ts'
import { resourceNamed } from './resource-named.ts'
import { originText, sendersOf } from './senders.ts'
import { sentenceOf, spansText } from './sentences.ts'
import { tenantsOf } from './tenants.ts'

/** The change that a group describes. Its cause is the only edit of the box; null for several. */
export function changeOf(group: BoxGroup, bundles: Bundles): Change {
  const { lead, parts, headers } = group
  const { direction, aspect, credentials, causes, dimensions } = lead
  const [before, after] = lead.resources.map((name, side) =>
    resourceNamed(bundles[side === 0 ? 0 : 1], name),
  )
  const senders = sendersOf(lead, bundles)
  const tenants = tenantsOf(lead, bundles)
  const spans = spansOf(lead)
  const conditions = [
    spans.length > 1 ? spansText(spans) : null,
    conditionOf(lead, bundles),
  ].filter((part) => part !== null)
  const facts = {
    senders,
    paths: [...new Set([...dimensions.place.values()].flatMap(({ patterns }) => patterns))].sort(),
    tenants: tenants.text,
    during: spans.length === 1 ? (spans[0] ?? null) : null,
    condition: conditions.length === 0 ? null : conditions.join(', '),
  }
  const [cause] = causes
  const change = {
    direction,
    aspect,
    resource: after?.name ?? before?.name ?? UNMATCHED,
    sensitivity: [before?.sensitivity ?? null, after?.sensitivity ?? null],
    origin: originText(senders),
    origins: senders.names,
    paths: facts.paths,
    methods: [...dimensions.method.keys()].sort(),
    headers: aspect === 'expose' ? lead.names : headers,
    tenant: tenants.only,
    credentials,
    during: facts.during,
    ...(lead.shape === 'websocket' && { websocket: true as const }),
    condition: facts.condition,
    what: sentenceOf(group, facts, bundles),
    classes: [lead, ...parts].map(classOf),
    cause:
      causes.length === 1 && cause !== undefined ? { kind: cause.kind, path: cause.path } : null,
    witness: lead.sample.cell.witness(lead.sample.place),
  } as const
  return { ...change, gains: gainsOf(change, bundles[1]) }
}

/** The time spans, adjacent ones joined; empty for always. */
function spansOf({ dimensions: { now } }: Box): readonly TimeSpan[] {
  const atoms = [...(now?.values() ?? [])].sort(
    (a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY),
  )
  const spans: TimeSpan[] = []
  for (const { from, until } of atoms) {
    const last = spans.at(-1)
    if (last !== undefined && last.until !== null && last.until === from) {
      spans[spans.length - 1] = { from: last.from, until }
    } else spans.push({ from, until })
  }
  return spans
}

function classOf(box: Box): RequestClass {
  const { shape, aspect, names, own, kinds, resources, dimensions } = box
  const { origin, method, requestHeaders, carried, site, now, facts, token, place } = dimensions
  return {
    shape,
    aspect,
    exposed: names,
    own,
    kinds,
    resources,
    places: [...place.values()].map(({ resources: _, ...one }) => one),
    methods: [...method.keys()].sort(),
    origins:
      origin &&
      [...origin.values()].flatMap(({ kind, senders }) =>
        kind === 'listed' ? senders : kind === 'unlisted' ? ['*'] : [kind],
      ),
    requestHeaders:
      requestHeaders &&
      [...requestHeaders.values()].map(({ kind, names: requested, together }) => ({
        kind,
        names: requested,
        together,
      })),
    carried: carried && [...carried.values()],
    site: site && [...site.values()].map(({ value }) => value),
    during: now && spansOf(box),
    facts: facts && [...facts.values()].map(({ holding, failing }) => ({ holding, failing })),
    token: token && [...token.values()].map(({ value, valid }) => ({ value, valid })),
  }
}
