/**
 * Engines of the bundle before with one or two edits.
 *
 * @module
 */
import { type Bundle, type Engine, prepare } from '@marque/core'
import type { Edit } from '../edits/index.ts'

/** The engines for requests that depend on one part of the bundle; each is prepared once. */
export class EditedEngines {
  readonly #restrict: () => Bundle
  #before: Bundle | undefined
  readonly #engines: Map<string, Engine> = new Map()
  readonly #numberOf: (edit: Edit) => number

  /**
   * @param restrict Makes the part of the bundle before.
   * @param numberOf The position of an edit among all edits.
   */
  constructor(restrict: () => Bundle, numberOf: (edit: Edit) => number) {
    this.#restrict = restrict
    this.#numberOf = numberOf
  }

  /** The engine with these edits, applied in this order. */
  with(...edits: readonly Edit[]): Engine {
    const key = edits.map(this.#numberOf).join()
    let engine = this.#engines.get(key)
    if (engine === undefined) {
      this.#before ??= this.#restrict()
      engine = prepare(edits.reduce((bundle, edit) => edit.apply(bundle), this.#before))
      this.#engines.set(key, engine)
    }
    return engine
  }
}
