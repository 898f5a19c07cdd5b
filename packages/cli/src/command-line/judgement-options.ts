/**
 * The options of every command that judges a policy: for which environment, and when.
 *
 * @module
 */
import { readInstant } from '@marque/core/instant'
import { InvalidArgumentError, Option } from 'commander'

/** The default of `--env`. */
export const DEFAULT_ENVIRONMENT = 'production'

/** Parsed by commander. */
export interface JudgementFlags {
  /** `undefined` where the user names none. */
  readonly env?: string
  /** Epoch milliseconds; `undefined` for the clock. */
  readonly now?: number
}

export function environmentOption(): Option {
  return new Option('--env <name>', 'the environment; production where nothing is said')
}

export function nowOption(): Option {
  return new Option(
    '--now <instant>',
    'judge dates at this instant, 2098-11-21T12:00:00Z; else now',
  ).argParser((text: string): number => {
    const instant = readInstant(text)
    if (instant === undefined) {
      throw new InvalidArgumentError(
        'An instant has a date, a time and an offset: 2098-11-21T12:00:00Z',
      )
    }
    return instant
  })
}
