/**
 * Lazy exploration: decisions are made on an input whose properties are chosen when they are first read. Each first read forks over the classes of its dimension, and
 * what is never read may have any value.
 *
 * @module
 */
import type { ClientFacts, JudgeInput, OriginInput, Site } from '@marque/core/engine'
import type { Choice, Dimensions } from '../atoms/index.ts'
import type { Side, Sides } from '../sides.ts'

export type InputName = keyof JudgeInput

/** A dimension that was read, its classes and the one that is chosen. */
export interface Fork {
  readonly name: InputName
  readonly choices: readonly Choice<unknown>[]
  at: number
}

/** Why an exploration ended early. */
export interface Unexplored {
  readonly why: string
}

/** Thrown through `judge`, and caught here: a dimension has too many classes. */
class TooManyChoices extends Error {}

/**
 * Calls `visit` for each combination of classes that `visit` reads: once for each leaf.
 *
 * @param visit Gets the two inputs, which are the same objects in each call, and the forks in the order in which they were read.
 * @param budget Leaves that are left.
 * @returns Null where all leaves were visited.
 */
export function explore(
  dimensions: Dimensions,
  visit: (inputs: Sides<JudgeInput>, forks: readonly Fork[]) => void,
  budget: { left: number },
): Unexplored | null {
  const chosen = new ChosenClasses(dimensions)
  const inputs: Sides<JudgeInput> = [new ChosenInput(chosen, 0), new ChosenInput(chosen, 1)]
  try {
    do {
      if (budget.left-- <= 0) return { why: 'it would take too many requests' }
      visit(inputs, chosen.forks)
    } while (chosen.advance())
    return null
  } catch (error) {
    if (error instanceof TooManyChoices) return { why: error.message }
    throw error
  }
}

/** The classes that were read, in order. */
class ChosenClasses {
  readonly forks: Fork[] = []
  readonly #dimensions: Dimensions
  readonly #byName = new Map<InputName, Fork>()

  constructor(dimensions: Dimensions) {
    this.#dimensions = dimensions
  }

  readonly read = <Name extends InputName>(name: Name): Choice<JudgeInput[Name]> => {
    const fork = this.#byName.get(name) ?? this.#fork(name)
    return fork.choices[fork.at] as Choice<JudgeInput[Name]>
  }

  /** The next combination, the last fork first. @returns Whether there is one. */
  advance(): boolean {
    for (let fork = this.forks.at(-1); fork !== undefined; fork = this.forks.at(-1)) {
      fork.at++
      if (fork.at < fork.choices.length) return true
      this.forks.pop()
      this.#byName.delete(fork.name)
    }
    return false
  }

  #fork(name: InputName): Fork {
    const choices = this.#dimensions[name].choices(this.read)
    if (typeof choices === 'string') throw new TooManyChoices(choices)
    const fork: Fork = { name, choices, at: 0 }
    this.forks.push(fork)
    this.#byName.set(name, fork)
    return fork
  }
}

/** The input of one side. */
class ChosenInput implements JudgeInput {
  readonly #chosen: ChosenClasses
  readonly #side: Side

  constructor(chosen: ChosenClasses, side: Side) {
    this.#chosen = chosen
    this.#side = side
  }

  get origin(): OriginInput {
    return this.#chosen.read('origin').values[this.#side]
  }

  get method(): string {
    return this.#chosen.read('method').values[this.#side]
  }

  get requestHeaders(): JudgeInput['requestHeaders'] {
    return this.#chosen.read('requestHeaders').values[this.#side]
  }

  get cookie(): boolean {
    return this.#chosen.read('cookie').values[this.#side]
  }

  get authorization(): boolean {
    return this.#chosen.read('authorization').values[this.#side]
  }

  get certificate(): boolean {
    return this.#chosen.read('certificate').values[this.#side]
  }

  get site(): Site {
    return this.#chosen.read('site').values[this.#side]
  }

  get facts(): ClientFacts {
    return this.#chosen.read('facts').values[this.#side]
  }

  get token(): JudgeInput['token'] {
    return this.#chosen.read('token').values[this.#side]
  }

  get revokedTokens(): JudgeInput['revokedTokens'] {
    return this.#chosen.read('revokedTokens').values[this.#side]
  }

  get now(): number {
    return this.#chosen.read('now').values[this.#side]
  }

  get incidents(): JudgeInput['incidents'] {
    return this.#chosen.read('incidents').values[this.#side]
  }
}
