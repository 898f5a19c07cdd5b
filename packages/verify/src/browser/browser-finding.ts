/**
 * The finding of a browser that concludes otherwise than predicted.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { ruleOf } from '../catalogue/index.ts'
import type { Observation } from '../comparison/index.ts'
import { shownHeaders } from '../diagnosis/index.ts'
import type { Layer } from '../prober/index.ts'
import type { LayerFinding } from '../report/index.ts'
import type { BrowserCase } from './browser-case.ts'
import type { BrowserDifference } from './compare-case.ts'
import type { TestedBrowser } from './find-browser.ts'

/** A case whose answers are right, and in which the prediction does not hold. */
export interface Contradiction {
  readonly browser: TestedBrowser
  readonly layer: Layer
  readonly tested: BrowserCase
  readonly difference: BrowserDifference
  /** The answer of the layer that the browser acted on last; null where it sent nothing to the layer. */
  readonly observation: Observation | null
}

export interface FindingOptions {
  readonly bundle: Bundle
  /** The command that repeats a request at a layer. */
  readonly curl: (observation: Observation, layer: Layer) => string
}

/** One finding for each layer, browser and part of the prediction, with its smallest case. */
export function browserFindings(
  contradictions: readonly Contradiction[],
  options: FindingOptions,
): readonly LayerFinding[] {
  const groups = Map.groupBy(contradictions, ({ layer, browser, difference }) =>
    JSON.stringify([layer.name, browser, difference.facet]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted(bySize)
    return first === undefined ? [] : [findingOf(first, group.length, options)]
  })
}

/** Fewest headers, then shortest URL, then first. */
function bySize({ tested: one }: Contradiction, { tested: other }: Contradiction): number {
  return (
    one.page.headers.length - other.page.headers.length ||
    one.page.url.length - other.page.url.length ||
    one.id - other.id
  )
}

function findingOf(
  { browser, layer, tested, difference, observation }: Contradiction,
  seen: number,
  { bundle, curl }: FindingOptions,
): LayerFinding {
  const rule = ruleOf('browser-differs')
  const { method, url, origin } = tested.page
  const { did, predicted } = difference
  const resource = observation?.expected[0]?.resource ?? null
  const index = bundle.resources.findIndex(({ name }) => name === resource)
  return {
    code: rule.code,
    severity: rule.severity,
    message: `\`${browser}\` ${did} at \`${method} ${pathOf(url)}\` of \`${layer.name}\` for a page of \`${origin}\`; predicted: ${predicted}`,
    why: rule.why,
    help: rule.help,
    path: index < 0 ? '' : `/resources/${index}`,
    file: null,
    line: null,
    column: null,
    layer: layer.name,
    cause: 'browser-differs',
    resource,
    alsoSeenAt: [],
    curl: observation === null ? '' : curl(observation, layer),
    expected: observation?.expected[0] ?? null,
    seen,
    got: {
      status: observation?.answer?.status ?? null,
      headers: shownHeaders(observation?.answer?.headers ?? []),
    },
  }
}

/** Without the query of the case; at most 120 characters. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/[?&]marque-probe=[^&]*$/, '')
  return path.length > 120 ? `${path.slice(0, 119)}…` : path
}
