/**
 * `marque check BUNDLE`: whether layers accept the bundle, and its digest.
 *
 * @module
 */
import { canonicalJson, decide, digestOf, isBundleProblem, prepare, readBundle } from '@marque/core'
import { CommandError, EXIT } from '../errors.ts'
import type { Input } from '../files/index.ts'
import { type Report, summarizeBundle } from '../findings/index.ts'

/**
 * Reads a bundle and decides its self-test vectors, as layers do before they use one. Mistakes of a policy are found in the policy
 * only: a bundle has no text to point to.
 *
 * @param environment Of `--env`; `undefined` accepts any.
 * @throws {CommandError} Exit 3 for an invalid bundle or a vector that is decided otherwise, 64 for one of another environment.
 */
export function checkBundle({ name, bytes }: Input, environment: string | undefined): Report {
  const bundle = readBundle(bytes)
  if (isBundleProblem(bundle)) {
    const at = bundle.path === '' ? '' : ` at \`${bundle.path}\``
    throw new CommandError(
      EXIT.findings,
      `invalid bundle \`${name}\`: ${bundle.message}${at} (${bundle.code})`,
      'compile the bundle again from its policy',
    )
  }
  if (environment !== undefined && environment !== bundle.environment) {
    throw new CommandError(
      EXIT.usage,
      `the bundle \`${name}\` is for the environment \`${bundle.environment}\`, not \`${environment}\``,
    )
  }
  const engine = prepare(bundle)
  for (const { id, in: input, out } of bundle.vectors) {
    const decision = decide(engine, input.request, input.context, input.moment)
    // `detail` is prose for people, and empty in a bundle.
    if (canonicalJson({ ...decision, detail: '' }) === canonicalJson({ ...out, detail: '' }))
      continue
    throw new CommandError(
      EXIT.findings,
      `the bundle \`${name}\` fails its self-test: this version of Marque decides the vector \`${id}\` differently`,
      'compile the bundle again from its policy with this version',
    )
  }
  return {
    file: name,
    text: '',
    findings: [],
    summary: summarizeBundle(bundle),
    bundle: {
      environment: bundle.environment,
      digest: digestOf(bundle),
      vectors: bundle.vectors.length,
    },
  }
}
