/**
 * What the options of `init` may say, judged before anything is asked or written.
 *
 * @module
 */
import { readOrigin, readPathPattern, readPattern } from '@marque/core'
import { CommandError, EXIT } from '../errors/index.ts'

/** As commander gives them. */
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

/** A path with a sensitivity of its own. */
export interface PathAnswer {
  readonly path: string
  readonly sensitivity: 'public' | 'confidential'
}

/** Options that go with neither `--from` nor `--ci`, or with one of them only. */
const ALONE: readonly (readonly [flag: keyof InitFlags, except: keyof InitFlags])[] = [
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
 * Judges the options.
 *
 * @throws {CommandError} Exit 64 for a text that is no origin, path, address; for options that have no effect beside one another.
 */
export function checkFlags(flags: InitFlags): void {
  for (const [flag, except] of ALONE) {
    if (flags[flag] !== undefined && flags[except] !== undefined) {
      throw new CommandError(EXIT.usage, `\`--${flag}\` has no effect beside \`--${except}\``)
    }
  }
  if (flags.update && flags.from === undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--update` wants the description to go by',
      'marque init --update --from openapi.yaml policy.yaml',
    )
  }
  refuse('self', flags.self ?? [], selfFault)
  refuse('origin', flags.origin ?? [], originFault)
  refuse('owner', flags.owner === undefined ? [] : [flags.owner], addressFault)
  refuse('contact', flags.contact === undefined ? [] : [flags.contact], addressFault)
  for (const text of flags.path ?? []) readPathFlag(text)
  if (flags.origin === undefined) {
    for (const flag of ['credentials', 'owner'] as const) {
      if (flags[flag] !== undefined && (flags.yes || flags.from !== undefined)) {
        throw new CommandError(
          EXIT.usage,
          `\`--${flag}\` is about the applications that \`--origin\` names, and it names none`,
        )
      }
    }
  }
}

function refuse(
  flag: string,
  texts: readonly string[],
  faultOf: (text: string) => string | undefined,
): void {
  for (const text of texts) {
    const fault = faultOf(text)
    if (fault !== undefined) throw new CommandError(EXIT.usage, `\`--${flag} ${text}\`: ${fault}`)
  }
}

/** What is wrong with a public origin of the API. */
export function selfFault(text: string): string | undefined {
  const origin = readOrigin(text)
  if (origin === undefined)
    return 'an origin is a scheme and a host, in lower case, without a path: https://api.example.com'
  return origin.scheme === 'https' || origin.scheme === 'http'
    ? undefined
    : 'an API has an https: origin'
}

/** What is wrong with an origin of a web application; patterns are fine. */
export function originFault(text: string): string | undefined {
  if (readOrigin(text) !== undefined || readPattern(text) !== undefined) return undefined
  return text === '*'
    ? 'any origin is trusted by a public path only: --path /status=public'
    : 'an origin is a scheme and a host, in lower case, without a path: https://app.example.com'
}

/** What is wrong with an e-mail address. */
export function addressFault(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(text)
    ? undefined
    : 'an e-mail address is wanted: team@example.com'
}

/** What is wrong with a path pattern. */
export function pathFault(text: string): string | undefined {
  return readPathPattern(text) === undefined
    ? 'a path pattern starts with a slash and may end in `/**`: /v1/account/**'
    : undefined
}

/** Reads `/v1/account/**=confidential`. */
export function readPathFlag(text: string): PathAnswer {
  const at = text.lastIndexOf('=')
  const [path, sensitivity] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 0 || (sensitivity !== 'public' && sensitivity !== 'confidential')) {
    throw new CommandError(
      EXIT.usage,
      `\`--path ${text}\` has neither \`=public\` nor \`=confidential\` behind the path`,
    )
  }
  const fault = pathFault(path)
  if (fault !== undefined) throw new CommandError(EXIT.usage, `\`--path ${text}\`: ${fault}`)
  return { path, sensitivity }
}
