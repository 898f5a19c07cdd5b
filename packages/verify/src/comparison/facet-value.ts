/**
 * The part of an answer that a facet is about, as text: equal texts of two layers mean that one passes on what the other answers.
 *
 * @module
 */
import type { Answer } from '../prober/index.ts'
import { allowsCredentials, fieldsOf, linesOf } from './answer-fields.ts'
import type { Facet } from './observation.ts'

/** @returns Independent of order and case of lists. */
export function facetValue(answer: Answer, facet: Facet): string {
  const fields = fieldsOf(answer)
  switch (facet) {
    case 'status':
      return String(fields.status)
    case 'allow-origin':
      return fields.allowOrigin.join(' | ')
    case 'allow-credentials':
      return String(allowsCredentials(fields))
    case 'allow-methods':
      return sorted(fields.allowMethods)
    case 'allow-headers':
      return sorted(fields.allowHeaders)
    case 'expose-headers':
      return sorted(fields.exposeHeaders)
    case 'max-age':
      return fields.maxAge.join(' | ')
    case 'vary':
      return sorted(fields.vary)
    case 'resource-policy':
      return fields.resourcePolicy ?? ''
    case 'timing-allow-origin':
      return fields.timingAllowOrigin ?? ''
    case 'repeated':
      return [fields.allowOrigin, fields.allowCredentials, fields.maxAge]
        .map((lines) => lines.join(' | '))
        .join(' ; ')
    case 'author':
      return linesOf(answer, 'allow').join() + linesOf(answer, 'etag').join()
  }
}

function sorted(names: ReadonlySet<string> | null): string {
  return names === null ? 'none' : [...names].sort().join(', ')
}
