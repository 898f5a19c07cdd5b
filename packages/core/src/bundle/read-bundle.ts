/**
 * Reading of a bundle from bytes that nobody vouches for.
 *
 * Layers swap bundles in while they serve. So whatever the bytes are, the answer is a whole bundle that every rule may be
 * applied to without further checks, or one problem; never an exception, and never work that grows faster than the bytes.
 *
 * @module
 */
import type { Bundle } from './bundle.ts'
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { ruleProblem } from './bundle-rules.ts'
import { bundleShape } from './bundle-shape.ts'
import { canonicalJson } from './canonical.ts'
import { overLimits } from './limits.ts'

const FORMAT: Bundle['format'] = 'marque-bundle/1'

/**
 * Reads the bytes of a bundle.
 *
 * @param bytes Exactly what `bundleBytes` writes: RFC 8785 JSON in UTF-8, without a byte order mark, within `BUNDLE_LIMITS`. Left as they are.
 * @returns The bundle, deeply frozen, its `sets`, `tenants` and `claims` without a prototype, so that a name such as `constructor` is found only where it was
 *   written. Or the first problem: in the bytes, then in the form, then against the rules. `isBundleProblem` tells the two apart. Nothing is half read.
 *   Never throws.
 *
 * @example
 * ```ts
 * readBundle(new TextEncoder().encode('{}'))
 * // { code: 'ERR_BUNDLE_FORMAT', message: 'the format is not `marque-bundle/1`', path: '/format' }
 * ```
 */
export function readBundle(bytes: Uint8Array): Bundle | BundleProblem {
  const over = overLimits(bytes)
  if (over !== undefined) return over
  const text = decode(bytes)
  if (text === undefined) return problem('ERR_BUNDLE_ENCODING', 'the bytes are not UTF-8')
  if (text.startsWith('\ufeff')) {
    return problem('ERR_BUNDLE_ENCODING', 'the bytes start with a byte order mark')
  }
  const value = parse(text)
  if (value === undefined) return problem('ERR_BUNDLE_SYNTAX', 'the text is not JSON')
  const found = textProblem(value, text) ?? formatProblem(value) ?? bundleShape(value)
  if (found !== undefined) return found
  // `bundleShape` has looked at every key and value of it.
  const bundle = value as Bundle
  return ruleProblem(bundle) ?? settle(bundle)
}

/** `undefined` for bytes that are not UTF-8. A byte order mark is kept, in order to be refused. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** `undefined` for text that is not JSON; no JSON has that value. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One value has one text, and one bundle one name: any other text of the same value is refused. */
function textProblem(value: unknown, text: string): BundleProblem | undefined {
  const canonical = canonicalJson(value)
  if (canonical === text) return undefined
  const what =
    canonical === undefined
      ? 'a text holds half of a surrogate pair, or a number is out of range'
      : 'the JSON is not in the form of RFC 8785'
  return problem('ERR_BUNDLE_NOT_CANONICAL', what)
}

/** Asked before the keys: of another format none of them need fit. */
function formatProblem(value: unknown): BundleProblem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return problem('ERR_BUNDLE_TYPE', 'an object is expected')
  }
  return 'format' in value && value.format === FORMAT
    ? undefined
    : within('format', problem('ERR_BUNDLE_FORMAT', `the format is not ${quoted(FORMAT)}`))
}

function settle(bundle: Bundle): Bundle {
  Object.setPrototypeOf(bundle.sets, null)
  Object.setPrototypeOf(bundle.tenants, null)
  for (const { grants } of bundle.resources) {
    for (const { when } of grants) if (when?.claims) Object.setPrototypeOf(when.claims, null)
  }
  freezeDeep(bundle)
  return bundle
}

/** Depth is bounded by `BUNDLE_LIMITS`. */
function freezeDeep(value: object): void {
  Object.freeze(value)
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const member of members) {
    if (typeof member === 'object' && member !== null) freezeDeep(member)
  }
}
