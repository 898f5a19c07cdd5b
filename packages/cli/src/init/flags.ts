/**
 * The options of `init`, validated before any prompt or write.
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import type { CorsLibrary } from '@marque/import'
import { CommandError, EXIT } from '../errors.ts'
import { addressProblem, pathProblem, selfProblem } from './answer-problems.ts'
import { type Application, hasWords, readOriginFlag } from './origin-flag.ts'

/** Parsed by commander. */
export interface InitFlags {
  readonly self?: readonly string[]
  readonly origin?: readonly string[]
  readonly credentials?: boolean
  readonly owner?: string
  readonly contact?: string
  readonly path?: readonly string[]
  readonly yes?: boolean
  readonly from?: readonly string[]
  /** A file with the options of a CORS library. */
  readonly fromCors?: string
  readonly library?: CorsLibrary['name']
  /** Recorded traffic. */
  readonly fromHar?: readonly string[]
  /** Logs of servers. */
  readonly fromLog?: readonly string[]
  /** The format of their lines. */
  readonly logFormat?: string
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
  ['origin', 'update'],
  ['credentials', 'update'],
  ['owner', 'update'],
  ['contact', 'update'],
  ['origin', 'fromCors'],
  ['credentials', 'fromCors'],
  ['path', 'fromCors'],
  ['from', 'fromCors'],
  ['update', 'fromCors'],
  ['fromCors', 'ci'],
  ['origin', 'fromHar'],
  ['credentials', 'fromHar'],
  ['path', 'fromHar'],
  ['from', 'fromHar'],
  ['fromCors', 'fromHar'],
  ['update', 'fromHar'],
  ['fromHar', 'ci'],
  ['credentials', 'fromLog'],
  ['path', 'fromLog'],
  ['from', 'fromLog'],
  ['fromCors', 'fromLog'],
  ['fromHar', 'fromLog'],
  ['update', 'fromLog'],
  ['fromLog', 'ci'],
]

/**
 * Validates the options.
 *
 * @throws {CommandError} Exit 64 for an invalid origin, path or address, and for options that cannot be combined.
 */
export function checkFlags(flags: InitFlags): void {
  for (const [flag, other] of CONFLICTS) {
    if (flags[flag] !== undefined && flags[other] !== undefined) {
      throw new CommandError(
        EXIT.usage,
        `\`${nameOf(flag)}\` cannot be combined with \`${nameOf(other)}\``,
      )
    }
  }
  if (flags.update && flags.from === undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--update` requires `--from`',
      'marque init --update --from openapi.yaml policy.yaml',
    )
  }
  if (flags.library !== undefined && flags.fromCors === undefined)
    throw new CommandError(EXIT.usage, '`--library` requires `--from-cors`')
  if (flags.logFormat !== undefined && flags.fromLog === undefined)
    throw new CommandError(EXIT.usage, '`--log-format` requires `--from-log`')
  validate('self', flags.self ?? [], selfProblem)
  for (const text of flags.origin ?? []) {
    readOriginFlag(text)
    if (flags.fromLog !== undefined && (hasWords(text) || readOrigin(text) === undefined)) {
      throw new CommandError(
        EXIT.usage,
        `\`--origin ${text}\`: with \`--from-log\` the log shows what an origin uses`,
        'name one origin alone: --origin https://app.example.com',
      )
    }
    if (flags.from !== undefined && hasWords(text)) {
      throw new CommandError(
        EXIT.usage,
        `\`--origin ${text}\`: with \`--from\` the description decides what is granted`,
        'name the origin alone; `x-marque` in the description grants less',
      )
    }
  }
  validate('owner', flags.owner === undefined ? [] : [flags.owner], addressProblem)
  validate('contact', flags.contact === undefined ? [] : [flags.contact], addressProblem)
  for (const text of flags.path ?? []) readPathFlag(text)
  checkOwner(flags)
  if (flags.origin === undefined) {
    for (const flag of ['credentials', 'owner'] as const) {
      const isAlone = flags.yes && !mayLackOwner(flags)
      if (flags[flag] !== undefined && (isAlone || flags.from !== undefined)) {
        throw new CommandError(EXIT.usage, `\`--${flag}\` requires \`--origin\``)
      }
    }
  }
}

/** `fromCors` as `--from-cors`. */
function nameOf(flag: keyof InitFlags): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Whether the draft is made from a source that does not show who owns an origin. */
export function mayLackOwner({ fromCors, fromHar, fromLog }: InitFlags): boolean {
  return fromCors !== undefined || fromHar !== undefined || fromLog !== undefined
}

/** Whether a person can answer questions. */
export function mayPrompt({ yes }: InitFlags): boolean {
  return !yes && process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Every origin set has an owner, and nobody is asked for one. */
function checkOwner(flags: InitFlags): void {
  const { origin, owner, from } = flags
  if (owner !== undefined || flags.fromLog !== undefined) return
  if (from === undefined && mayPrompt(flags)) return
  const without = (origin ?? []).find((text) => readOriginFlag(text).owner === null)
  if (without === undefined) return
  throw new CommandError(
    EXIT.usage,
    `\`--owner\` is missing: every trusted origin has an owner, the people who answer for it`,
    "add `--owner team@example.com`, or the address in `--origin` where owners differ: --origin 'https://app.example.com team@example.com'",
  )
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

/** The applications of `--origin`, with what `--credentials` and `--owner` say for all of them. */
export function readApplications({
  origin,
  credentials,
  owner,
}: InitFlags): readonly Application[] {
  return (origin ?? []).map((text) => {
    const one = readOriginFlag(text)
    return {
      ...one,
      credentials: one.credentials || (credentials ?? false),
      owner: one.owner ?? owner ?? null,
    }
  })
}
