/**
 * Compile targets.
 *
 * @module
 */
import { type Bundle, bundleBytes } from '@marque/core'

export interface CompileTarget {
  /** For `--list` and completion. */
  readonly title: string
  /** The content of the output file. */
  emit(bundle: Bundle): Uint8Array
}

/** By target name. */
export const TARGETS: { readonly [name: string]: CompileTarget } = {
  bundle: {
    title: 'canonical JSON bundle that every layer of Marque loads',
    emit: bundleBytes,
  },
}

/** The output of `compile --list`. */
export function targetList(): string {
  const widest = Math.max(...Object.keys(TARGETS).map((name) => name.length))
  return Object.entries(TARGETS)
    .map(([name, { title }]) => `${name.padEnd(widest)}  ${title}\n`)
    .join('')
}
