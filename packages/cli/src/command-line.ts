/**
 * Options that commands share (`--env`, `--now`), and the version.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
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

/** The version of `@marque/cli`. `package.json` is one folder up, both from `src` and from `dist`. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
