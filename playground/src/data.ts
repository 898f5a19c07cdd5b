/**
 * What the build writes into the script: texts that would otherwise have to be loaded.
 *
 * @module
 */

declare const MARQUE_SUFFIXES: { readonly rules: string; readonly exceptions: string }
declare const MARQUE_POLICIES: { readonly [name: string]: string }

/** The public suffix list, packed. */
export const SUFFIXES: { readonly rules: string; readonly exceptions: string } = MARQUE_SUFFIXES

/** The policies of the examples, by name. */
export const POLICIES: { readonly [name: string]: string } = MARQUE_POLICIES
