/**
 * The syntax of regular expressions, as far as expressions for origins use it.
 *
 * @module
 */

/** One part of an expression. */
export type RegExpNode =
  | { readonly kind: 'character'; readonly character: string }
  /** One character of a class: its source text. */
  | { readonly kind: 'class'; readonly source: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'group'; readonly alternatives: readonly RegExpSequence[] }

/** A part, and how often. */
export interface RegExpTerm {
  readonly node: RegExpNode
  readonly least: number
  readonly most: number
}

export type RegExpSequence = readonly RegExpTerm[]

const CLASSES = 'dDwWsS'

/**
 * Reads the source of a regular expression.
 *
 * @returns Its alternatives; `undefined` for what is not read: lookaround, back references, word boundaries, other escapes, and an
 *   invalid expression.
 */
export function readRegExp(source: string): readonly RegExpSequence[] | undefined {
  if (source.length > 2000) return undefined
  const reader = new Reader(source)
  const alternatives = reader.alternatives(0)
  return alternatives !== undefined && reader.at === source.length ? alternatives : undefined
}

class Reader {
  at = 0
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  alternatives(depth: number): readonly RegExpSequence[] | undefined {
    if (depth > 20) return undefined
    const all: RegExpSequence[] = []
    for (;;) {
      const sequence = this.sequence(depth)
      if (sequence === undefined) return undefined
      all.push(sequence)
      if (this.source[this.at] !== '|') return all
      this.at++
    }
  }

  private sequence(depth: number): RegExpSequence | undefined {
    const terms: RegExpTerm[] = []
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] ?? '')) {
      const node = this.node(depth)
      const count = node && this.quantifier()
      if (node === undefined || count === undefined) return undefined
      terms.push({ node, ...count })
    }
    return terms
  }

  private node(depth: number): RegExpNode | undefined {
    const character = this.source[this.at++] ?? ''
    if (character === '^') return { kind: 'start' }
    if (character === '$') return { kind: 'end' }
    if (character === '.') return { kind: 'class', source: '.' }
    if (character === '[') return this.characterClass()
    if (character === '(') return this.group(depth)
    if (character === '\\') return this.escape()
    return '*+?{}'.includes(character) ? undefined : { kind: 'character', character }
  }

  private escape(): RegExpNode | undefined {
    const character = this.source[this.at++] ?? ''
    if (CLASSES.includes(character) && character !== '')
      return { kind: 'class', source: `\\${character}` }
    // An escaped letter or digit has a meaning of its own: a boundary, a back reference, a code point.
    return /^[^A-Za-z0-9]$/.test(character) ? { kind: 'character', character } : undefined
  }

  private characterClass(): RegExpNode | undefined {
    const from = this.at - 1
    while (this.at < this.source.length && this.source[this.at] !== ']')
      this.at += this.source[this.at] === '\\' ? 2 : 1
    if (this.at >= this.source.length) return undefined
    this.at++
    return { kind: 'class', source: this.source.slice(from, this.at) }
  }

  private group(depth: number): RegExpNode | undefined {
    const opening = /^\?(?::|<[A-Za-z_$][\w$]*>)/.exec(this.source.slice(this.at))
    if (opening) this.at += opening[0].length
    else if (this.source[this.at] === '?') return undefined
    const alternatives = this.alternatives(depth + 1)
    if (alternatives === undefined || this.source[this.at] !== ')') return undefined
    this.at++
    return { kind: 'group', alternatives }
  }

  private quantifier(): { readonly least: number; readonly most: number } | undefined {
    const found = /^(?:[*+?]|\{(\d{1,3})(,(\d{0,3}))?\})\??/.exec(this.source.slice(this.at))
    if (!found) return { least: 1, most: 1 }
    this.at += found[0].length
    const [text, least, range, most] = found
    if (text.startsWith('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (text.startsWith('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (text.startsWith('?')) return { least: 0, most: 1 }
    const low = Number(least)
    return {
      least: low,
      most: range === undefined ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most),
    }
  }
}
