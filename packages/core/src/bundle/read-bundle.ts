/**
 * Reading of a bundle from untrusted bytes.
 *
 * Layers load bundles while they serve. Whatever the bytes are, the result is a complete, valid bundle or one problem, never an exception, in time
 * linear in the number of bytes.
 *
 * @module
 */
import type { Bundle } from './bundle.ts'
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { ruleProblem } from './bundle-rules.ts'
import { bundleShape } from './bundle-shape.ts'
import { overLimits } from './bytes.ts'
import { canonicalJson } from './canonical.ts'

const FORMAT: Bundle['format'] = 'marque-bundle/1'

/**
 * Reads the bytes of a bundle.
 *
 * @param bytes As `bundleBytes` writes them: RFC 8785 JSON in UTF-8, without a byte order mark, within `BUNDLE_LIMITS`. Not modified.
 * @returns The bundle, deeply frozen; its `sets`, `tenants` and `claims` have no prototype, so that a name such as `constructor` is found only where the
 *   bundle has it. Or the first problem, of the encoding, then of the format, then of the rules; `isBundleProblem` distinguishes them. Never throws.
 *
 * @example
 * ```ts
 * readBundle(new TextEncoder().encode('{}'))
 * // { code: 'ERR_BUNDLE_FORMAT', message: 'unsupported format; expected `marque-bundle/1`', path: '/format' }
 * ```
 */
export function readBundle(bytes: Uint8Array): Bundle | BundleProblem {
  const over = overLimits(bytes)
  if (over !== undefined) return over
  const text = decode(bytes)
  if (text === undefined) return problem('ERR_BUNDLE_ENCODING', 'invalid UTF-8')
  if (text.startsWith('\ufeff')) {
    return problem('ERR_BUNDLE_ENCODING', 'a byte order mark is not allowed')
  }
  const value = parse(text)
  if (value === undefined) return problem('ERR_BUNDLE_SYNTAX', 'invalid JSON')
  const found = textProblem(value, text) ?? formatProblem(value) ?? bundleShape(value)
  if (found !== undefined) return found
  // `bundleShape` has checked every key and value.
  const bundle = value as Bundle
  return ruleProblem(bundle) ?? sealBundle(bundle)
}

/** `undefined` for invalid UTF-8. A byte order mark is kept, to be refused. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** `undefined` for invalid JSON; no JSON value is `undefined`. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A bundle has one canonical text and one digest: any other text of the same value is refused. */
function textProblem(value: unknown, text: string): BundleProblem | undefined {
  const canonical = canonicalJson(value)
  if (canonical === text) return undefined
  const what =
    canonical === undefined
      ? 'a string has a lone surrogate, or a number is out of range'
      : 'the JSON is not canonical (RFC 8785)'
  return problem('ERR_BUNDLE_NOT_CANONICAL', what)
}

/** Checked before the keys, which another format may have differently. */
function formatProblem(value: unknown): BundleProblem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return problem('ERR_BUNDLE_TYPE', 'expected an object')
  }
  return 'format' in value && value.format === FORMAT
    ? undefined
    : within(
        'format',
        problem('ERR_BUNDLE_FORMAT', `unsupported format; expected ${quoted(FORMAT)}`),
      )
}

function sealBundle(bundle: Bundle): Bundle {
  Object.setPrototypeOf(bundle.sets, null)
  Object.setPrototypeOf(bundle.tenants, null)
  for (const { grants } of bundle.resources) {
    for (const { when } of grants) if (when?.claims) Object.setPrototypeOf(when.claims, null)
  }
  freezeDeep(bundle)
  return bundle
}

/** The depth is bounded by `BUNDLE_LIMITS`. */
function freezeDeep(value: object): void {
  Object.freeze(value)
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const member of members) {
    if (typeof member === 'object' && member !== null) freezeDeep(member)
  }
}
