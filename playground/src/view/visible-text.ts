/**
 * Escapes invisible and bidirectional control characters in untrusted text.
 *
 * @module
 */

/** Control characters except tab and line feed, bidirectional controls, separators, lone surrogates. */
const UNSEEN = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/gu

/**
 * Replaces invisible characters by their code points.
 *
 * @example
 * ```ts
 * visible('app\u202Emoc') // 'app\u27E8U+202E\u27E9moc'
 * ```
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (unseen) => {
    const point = (unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `\u27E8U+${point}\u27E9`
  })
}
