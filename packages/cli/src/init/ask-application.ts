/**
 * The questions about one web application. The first choice is always the one that permits the least.
 *
 * @module
 */
import { coversPath, DEVELOPMENT, isDevelopmentOrigin, trustProblem } from '@marque/import'
import { addressProblem, pathProblem } from './answer-problems.ts'
import type { PathAnswer } from './flags.ts'
import { type Application, applicationOf } from './origin-flag.ts'
import { askChoice, askList, askRequired, askSome, type Terminal } from './prompts.ts'

/** What is known before the questions about an application. */
export interface Known {
  readonly self: readonly string[]
  readonly paths: readonly PathAnswer[]
  /** The owner of the application before, as a suggestion. */
  readonly owner: string | null
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Asks what an application may do. Parts that are given are not asked about.
 *
 * @param given From flags: `credentials` and `owner` are `undefined` if they were not given.
 */
export async function askApplication(
  terminal: Terminal,
  origin: string,
  given: { readonly credentials: boolean | undefined; readonly owner: string | undefined },
  known: Known,
): Promise<Application> {
  const isDevelopment = isDevelopmentOrigin(origin)
  const where = isDevelopment ? ` (environment ${DEVELOPMENT} only)` : ''
  const use = await askChoice(terminal, `What does ${origin} do with the API?${where}`, [
    ['read', 'reads (GET)'],
    ['write', 'reads and changes: choose the methods'],
    ['send', 'only sends, and does not read the answers (POST)'],
  ])
  const methods =
    use === 'write' ? await askSome(terminal, `Methods of ${origin}`, METHODS, ['GET']) : []
  const isCookieSafe = trustProblem(origin, known.self, true) === undefined
  const login =
    given.credentials === undefined
      ? await askChoice(terminal, `How does ${origin} log in to the API?`, [
          ['none', 'not at all'],
          ...(use === 'send' ? [] : [['authorization', 'with an Authorization header'] as const]),
          ...(isCookieSafe ? [['cookies', 'with cookies'] as const] : []),
        ])
      : given.credentials
        ? 'cookies'
        : 'none'
  const paths = await askList(
    terminal,
    `Paths that ${origin} calls (space-separated; Enter for all that are not confidential)`,
    '/v1/orders/**',
    (path) => pathProblem(path) ?? publicProblem(path, known.paths),
  )
  const owner = given.owner ?? (await askOwner(terminal, origin, known.owner))
  return applicationOf({
    origin,
    methods,
    read: use !== 'send',
    credentials: login === 'cookies',
    requestHeaders: login === 'authorization' ? ['authorization'] : [],
    paths,
    owner,
  })
}

/** Asks for the owner of an origin; the owner of the one before is suggested. */
export function askOwner(
  terminal: Terminal,
  origin: string,
  before: string | null,
): Promise<string> {
  return askRequired(
    terminal,
    `Owner of ${origin} (e-mail address of the people who answer for it)`,
    before ?? '',
    addressProblem,
  )
}

function publicProblem(path: string, paths: readonly PathAnswer[]): string | undefined {
  const around = paths.find((one) => one.sensitivity === 'public' && coversPath(one.path, path))
  return around === undefined ? undefined : `any website may read \`${around.path}\` already`
}
