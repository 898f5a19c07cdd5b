/**
 * The options that every command with a policy has: `--env` and `--now`.
 *
 * @module
 */
import { readInstant } from '@marque/core/instant'
import { InvalidArgumentError, Option } from 'commander'

/** The default of `--env`. */
export const DEFAULT_ENVIRONMENT = 'production'

/** Parsed by commander. */
export interface JudgementFlags {
  /** `undefined` without `--env`. */
  readonly env?: string
  /** Epoch milliseconds; `undefined` for the system clock. */
  readonly now?: number
}

export function environmentOption(): Option {
  return new Option('--env <name>', `environment (default: ${DEFAULT_ENVIRONMENT})`)
}

export function nowOption(): Option {
  return new Option(
    '--now <instant>',
    'evaluate dates as of this instant, 2098-11-21T12:00:00Z (default: now)',
  ).argParser((text: string): number => {
    const instant = readInstant(text)
    if (instant === undefined) {
      throw new InvalidArgumentError(
        'Expected an RFC 3339 date and time with an offset: 2098-11-21T12:00:00Z',
      )
    }
    return instant
  })
}
