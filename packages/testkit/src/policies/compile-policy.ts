/**
 * The bundle of a policy that a test has written.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { compile, load } from '@marque/policy'

export interface CompileOptions {
  readonly environment?: string
  /** The instant of the findings that depend on one, epoch milliseconds; the clock unless set. */
  readonly now?: number
}

/**
 * Compiles a policy.
 *
 * @throws {Error} It has errors; the message lists all findings.
 */
export function compilePolicy(
  text: string,
  { environment = 'production', now = Date.now() }: CompileOptions = {},
): Bundle {
  const loaded = load(new TextEncoder().encode(text), 'policy.yaml')
  const { bundle, findings } = compile(loaded, { environment, now })
  if (bundle === null)
    throw new Error(findings.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return bundle
}
