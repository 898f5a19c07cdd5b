/**
 * The options of `init`, validated before any prompt or write.
 *
 * @module
 */
import { readOrigin, readPathPattern, readPattern } from '@marque/core'
import { CommandError, EXIT } from '../errors.ts'

/** Parsed by commander. */
export interface InitFlags {
  readonly self?: readonly string[]
  readonly origin?: readonly string[]
  readonly credentials?: boolean
  readonly owner?: string
  readonly contact?: string
  readonly path?: readonly string[]
  readonly yes?: boolean
  readonly from?: string
  readonly update?: boolean
  readonly ci?: 'github' | 'gitlab'
}

/** A path and its sensitivity. */
export interface PathAnswer {
  readonly path: string
  readonly sensitivity: 'public' | 'confidential'
}

/** Pairs of options of which the first has no effect with the second. */
const CONFLICTS: readonly (readonly [flag: keyof InitFlags, other: keyof InitFlags])[] = [
  ['path', 'from'],
  ['self', 'ci'],
  ['origin', 'ci'],
  ['credentials', 'ci'],
  ['owner', 'ci'],
  ['contact', 'ci'],
  ['path', 'ci'],
  ['from', 'ci'],
  ['update', 'ci'],
  ['self', 'update'],
  ['origin', 'update'],
  ['credentials', 'update'],
  ['owner', 'update'],
  ['contact', 'update'],
]

/**
 * Validates the options.
 *
 * @throws {CommandError} Exit 64 for an invalid origin, path or address, and for options that cannot be combined.
 */
export function checkFlags(flags: InitFlags): void {
  for (const [flag, other] of CONFLICTS) {
    if (flags[flag] !== undefined && flags[other] !== undefined) {
      throw new CommandError(EXIT.usage, `\`--${flag}\` cannot be combined with \`--${other}\``)
    }
  }
  if (flags.update && flags.from === undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--update` requires `--from`',
      'marque init --update --from openapi.yaml policy.yaml',
    )
  }
  validate('self', flags.self ?? [], selfProblem)
  validate('origin', flags.origin ?? [], originProblem)
  validate('owner', flags.owner === undefined ? [] : [flags.owner], addressProblem)
  validate('contact', flags.contact === undefined ? [] : [flags.contact], addressProblem)
  for (const text of flags.path ?? []) readPathFlag(text)
  if (flags.origin === undefined) {
    for (const flag of ['credentials', 'owner'] as const) {
      if (flags[flag] !== undefined && (flags.yes || flags.from !== undefined)) {
        throw new CommandError(EXIT.usage, `\`--${flag}\` requires \`--origin\``)
      }
    }
  }
}

function validate(
  flag: string,
  texts: readonly string[],
  problemOf: (text: string) => string | undefined,
): void {
  for (const text of texts) {
    const problem = problemOf(text)
    if (problem !== undefined)
      throw new CommandError(EXIT.usage, `\`--${flag} ${text}\`: ${problem}`)
  }
}

/** Validates a public origin of the API; the message of the problem, if any. */
export function selfProblem(text: string): string | undefined {
  const origin = readOrigin(text)
  if (origin === undefined)
    return 'expected an origin, scheme and host in lower case without a path: https://api.example.com'
  return origin.scheme === 'https' || origin.scheme === 'http'
    ? undefined
    : 'the origin of an API must use https:'
}

/** Validates an origin or origin pattern of a web application. */
export function originProblem(text: string): string | undefined {
  if (readOrigin(text) !== undefined || readPattern(text) !== undefined) return undefined
  return text === '*'
    ? '`*` is allowed only for public paths: --path /status=public'
    : 'expected an origin, scheme and host in lower case without a path: https://app.example.com'
}

/** Validates an e-mail address. */
export function addressProblem(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'expected an e-mail address: team@example.com'
}

/** Validates a path pattern. */
export function pathProblem(text: string): string | undefined {
  return readPathPattern(text) === undefined
    ? 'expected a path pattern that starts with `/` and can end in `/**`: /v1/account/**'
    : undefined
}

/** Parses `/v1/account/**=confidential`. */
export function readPathFlag(text: string): PathAnswer {
  const at = text.lastIndexOf('=')
  const [path, sensitivity] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 0 || (sensitivity !== 'public' && sensitivity !== 'confidential')) {
    throw new CommandError(
      EXIT.usage,
      `\`--path ${text}\`: expected \`=public\` or \`=confidential\` after the path`,
    )
  }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new CommandError(EXIT.usage, `\`--path ${text}\`: ${problem}`)
  return { path, sensitivity }
}
