/**
 * Which of the differences that a cause explains show it by themselves: a cause also explains consequences.
 *
 * @module
 */
import type { Cause } from '../report/index.ts'
import { isGranted, isOriginDenied } from './evidence.ts'
import type { Difference } from './layer-view.ts'

type IsTelling = (difference: Difference) => boolean

const isOfStranger: IsTelling = ({ observation }) =>
  observation.probe.origin.role === 'unlisted' && isOriginDenied(observation)

const isOfPreflight: IsTelling = ({ observation }) => observation.probe.kind === 'preflight'

const isOfPage: IsTelling = ({ observation }) => observation.probe.origin.value !== null

const lacksOrigin: IsTelling = ({ observation, facet }) =>
  facet === 'allow-origin' && isGranted(observation)

const TELLING: { readonly [cause in Cause]?: IsTelling } = {
  'cache-mixed': ({ facet }) => facet !== 'vary',
  'reflects-any-origin': isOfStranger,
  'fixed-origin': isOfPage,
  'wildcard-with-credentials': isOfPage,
  'preflight-authenticated': isOfPreflight,
  'preflight-redirected': isOfPreflight,
  'preflight-not-answered': isOfPreflight,
  'two-authors': ({ facet }) => facet === 'repeated',
  'errors-without-headers': lacksOrigin,
  'redirect-without-headers': lacksOrigin,
  'not-modified-without-headers': lacksOrigin,
  'vary-missing': isOfPage,
  'vary-lost': isOfPage,
}

/** Those that show it; all where none does. */
export function tellingDifferences(
  cause: Cause,
  shown: readonly Difference[],
): readonly Difference[] {
  const isTelling = TELLING[cause]
  const telling = isTelling === undefined ? shown : shown.filter(isTelling)
  return telling.length === 0 ? shown : telling
}
