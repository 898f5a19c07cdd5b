/**
 * Dimensions: for one property of {@link JudgeInput}, its classes of values.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { JudgeInput } from '@marque/core/engine'
import type { Sides } from '../sides.ts'
import type { Atom, CellAtoms } from './atom.ts'

/** One class, with a value of it for each side. */
export interface Choice<Value> {
  readonly key: string
  readonly values: Sides<Value>
  /** What a report says of it; null for a dimension that is not compared. */
  readonly atom: Omit<Atom, 'key' | 'siblings'> | null
  /** The header lines by which a request is in the class, where no other part of it is. */
  readonly headers?: readonly HeaderLine[]
}

/** Reads the class that was chosen for another property, and chooses one where none was. */
export type ReadChoice = <Name extends keyof JudgeInput>(name: Name) => Choice<JudgeInput[Name]>

export interface Dimension<Value> {
  /**
   * All classes. They may depend on what was chosen for other properties.
   *
   * @returns A text where there are too many.
   */
  choices(read: ReadChoice): readonly Choice<Value>[] | string
  /** The key of the class that the values of a request are in. @param inputs All properties of it, by side. */
  keyOf(inputs: Sides<JudgeInput>): string
}

/** A property without a dimension does not compile. */
export type Dimensions = {
  readonly [Name in keyof JudgeInput]: Dimension<JudgeInput[Name]>
}

/** The names of the dimensions that are compared. */
export type ComparedName = keyof CellAtoms & keyof JudgeInput

/** A dimension whose classes depend on nothing. They are made when they are first read. */
export function fixed<Value>(
  make: () => readonly Choice<Value>[],
  keyOf: (inputs: Sides<JudgeInput>) => string,
): Dimension<Value> {
  let choices: readonly Choice<Value>[] | null = null
  return {
    choices: () => {
      choices ??= make()
      return choices
    },
    keyOf,
  }
}

/** A property that is not compared: it has one value. */
export function constant<Value>(value: Value): Dimension<Value> {
  return fixed(
    () => [{ key: '', values: [value, value], atom: null }],
    () => '',
  )
}
