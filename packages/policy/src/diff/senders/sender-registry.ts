/**
 * Who a finding is about, kept once however many findings name the same origins.
 *
 * @module
 */
import type { SenderClass } from './sender-classes.ts'

export interface Sender {
  readonly names: readonly string[]
  readonly but: readonly string[]
  readonly alone: boolean
  /** The directory of the request's tenant holds them, and nothing else does. */
  readonly ofTenant: boolean
  readonly sets: SenderClass['sets']
}

export class Senders {
  readonly #senders: Sender[] = []
  readonly #places = new Map<string, number>()

  /** @returns The place of the sender. */
  add({ names, but, alone, ofTenant, sets }: Sender): number {
    const key = JSON.stringify([names, but, alone, ofTenant, sets])
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const place = this.#senders.push({ names, but, alone, ofTenant, sets }) - 1
    this.#places.set(key, place)
    return place
  }

  /** All names of some senders, sorted, and the sets that are named together with them. */
  of(places: readonly number[]): Sender {
    const senders = places.flatMap((place) => this.#senders[place] ?? [])
    const all = (texts: readonly string[]): string[] => [...new Set(texts)].sort()
    const named = new Set(senders.flatMap(({ names }) => names))
    return {
      names: all([...named]),
      but: all(senders.flatMap(({ but }) => but)).filter((name) => !named.has(name)),
      alone: senders.some(({ alone }) => alone),
      ofTenant: senders.every(({ ofTenant }) => ofTenant),
      sets: [
        all(senders.flatMap(({ sets }) => sets[0])),
        all(senders.flatMap(({ sets }) => sets[1])),
      ],
    }
  }
}
