/**
 * What a policy can be compiled to.
 *
 * @module
 */
import { type Bundle, bundleBytes } from '@marque/core'

export interface CompileTarget {
  /** A few words for `--list`. */
  readonly title: string
  /** The bytes of the one file that it makes. */
  emit(bundle: Bundle): Uint8Array
}

/** By the name that `compile` takes. */
export const TARGETS: { readonly [name: string]: CompileTarget } = {
  bundle: {
    title: 'the bundle itself, canonical JSON: what every layer of Marque reads',
    emit: bundleBytes,
  },
}

/** The list that `compile --list` writes. */
export function targetList(): string {
  const widest = Math.max(...Object.keys(TARGETS).map((name) => name.length))
  return Object.entries(TARGETS)
    .map(([name, { title }]) => `${name.padEnd(widest)}  ${title}\n`)
    .join('')
}
