/**
 * Runs a case with `sameAs`: compares the policy under test with an accepted bundle.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { type Bundle, bundleBytes, isBundle, isBundleProblem, readBundle } from '@marque/core'
import { type Difference, diff } from '@marque/policy/diff'
import { type ComparisonCase, permitsSame } from '@marque/policy/tests'
import { CommandError } from '../errors.ts'
import { readInput } from '../files/index.ts'

/** The result of a comparison. */
export interface ComparisonResult {
  readonly case: ComparisonCase
  /** Path of the accepted bundle, in messages. */
  readonly accepted: string
  /** The policy under test: what `--accept` writes. */
  readonly bundle: Bundle
  /** Whether the file holds exactly {@link bundle}. */
  readonly isCurrent: boolean
  /** Whether the policy permits what the accepted bundle permits. */
  readonly passed: boolean
  /** Between the accepted bundle and {@link bundle}; null where nothing was compared. */
  readonly difference: Difference | null
  /** Why nothing could be compared; null where the bytes are equal, too. */
  readonly problem: ComparisonProblem | null
}

export interface ComparisonProblem {
  readonly message: string
  readonly help: string
  /** Whether `--accept` may write the file: it does not exist, or it is a bundle of the same environment. */
  readonly isWritable: boolean
}

/**
 * Compares. Never throws: a file that is missing, damaged or of another environment is the result's `problem`.
 *
 * @param accepted The path of the accepted bundle.
 * @param bundle The policy under test.
 */
export async function compareAccepted(
  one: ComparisonCase,
  accepted: string,
  bundle: Bundle,
): Promise<ComparisonResult> {
  const result = {
    case: one,
    accepted,
    bundle,
    isCurrent: false,
    passed: false,
    difference: null,
    problem: null,
  }
  const bytes = await bytesOf(accepted)
  if (!(bytes instanceof Uint8Array)) return { ...result, problem: bytes }
  if (Buffer.compare(bytes, bundleBytes(bundle)) === 0)
    return { ...result, isCurrent: true, passed: true }
  const before = bundleFrom(bytes, accepted, bundle.environment)
  if ('isWritable' in before) return { ...result, problem: before }
  const difference = diff(before, bundle)
  return { ...result, passed: permitsSame(difference, before, bundle), difference }
}

async function bytesOf(accepted: string): Promise<Uint8Array | ComparisonProblem> {
  if (!existsSync(accepted)) {
    return {
      message: `the accepted bundle \`${accepted}\` does not exist`,
      help: 'restore it from version control; or review the policy and write it with `marque test --accept`',
      isWritable: true,
    }
  }
  try {
    return (await readInput(accepted)).bytes
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { message: error.message, help: 'make it readable', isWritable: false }
  }
}

function bundleFrom(
  bytes: Uint8Array,
  accepted: string,
  environment: string,
): Bundle | ComparisonProblem {
  if (!isBundle(bytes)) {
    return {
      message: `\`${accepted}\` is not a bundle`,
      help: 'restore it from version control; or delete it, review the policy and write it with `marque test --accept`',
      isWritable: false,
    }
  }
  const bundle = readBundle(bytes)
  if (isBundleProblem(bundle)) {
    const at = bundle.path === '' ? '' : ` at \`${bundle.path}\``
    return {
      message: `the accepted bundle \`${accepted}\` is invalid: ${bundle.message}${at} (${bundle.code})`,
      help: 'restore it from version control; or review the policy and write it with `marque test --accept`',
      isWritable: true,
    }
  }
  if (bundle.environment === environment) return bundle
  return {
    message: `the accepted bundle \`${accepted}\` is for the environment \`${bundle.environment}\`, and the policy is tested for \`${environment}\``,
    help: `write a test file with \`env: ${environment}\` and an accepted bundle of its own: \`marque test --init POLICY --env ${environment}\``,
    isWritable: false,
  }
}
