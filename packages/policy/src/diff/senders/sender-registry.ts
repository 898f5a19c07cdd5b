/**
 * The senders of raw changes, stored once and referred to by index.
 *
 * @module
 */
import type { SenderClass } from './sender-classes.ts'

export interface Sender {
  readonly names: readonly string[]
  readonly except: readonly string[]
  readonly noneListed: boolean
  /** Only the directory of the request's tenant holds them. */
  readonly ofTenant: boolean
  readonly sets: SenderClass['sets']
}

export class SenderRegistry {
  readonly #senders: Sender[] = []
  readonly #indices = new Map<string, number>()

  /** @returns The index of the sender. */
  add({ names, except, noneListed, ofTenant, sets }: Sender): number {
    const key = JSON.stringify([names, except, noneListed, ofTenant, sets])
    const known = this.#indices.get(key)
    if (known !== undefined) return known
    const index = this.#senders.push({ names, except, noneListed, ofTenant, sets }) - 1
    this.#indices.set(key, index)
    return index
  }

  /** Several senders merged: names, exceptions and sets, sorted. */
  of(indices: readonly number[]): Sender {
    const senders = indices.flatMap((index) => this.#senders[index] ?? [])
    const all = (texts: readonly string[]): string[] => [...new Set(texts)].sort()
    const named = new Set(senders.flatMap(({ names }) => names))
    return {
      names: all([...named]),
      except: all(senders.flatMap(({ except }) => except)).filter((name) => !named.has(name)),
      noneListed: senders.some(({ noneListed }) => noneListed),
      ofTenant: senders.every(({ ofTenant }) => ofTenant),
      sets: [
        all(senders.flatMap(({ sets }) => sets[0])),
        all(senders.flatMap(({ sets }) => sets[1])),
      ],
    }
  }
}
