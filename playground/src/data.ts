/**
 * Data that the build inlines into the script.
 *
 * @module
 */

declare const MARQUE_SUFFIXES: { readonly rules: string; readonly exceptions: string }
declare const MARQUE_POLICIES: { readonly [name: string]: string }

/** The public suffix list, packed. */
export const SUFFIXES: { readonly rules: string; readonly exceptions: string } = MARQUE_SUFFIXES

/** Example policies, by name. */
export const POLICIES: { readonly [name: string]: string } = MARQUE_POLICIES
