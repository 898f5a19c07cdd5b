/**
 * `init --ci`: the part for continuous integration.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { version } from '../command-line/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { createFile } from '../files/index.ts'
import { showable, writeError } from '../terminal/index.ts'
import { githubWorkflow } from './ci-github.ts'
import { gitlabJobs } from './ci-gitlab.ts'

/** One system: where its part stands, from the root of the repository, and what else has to be done. */
interface System {
  readonly path: string
  readonly write: (policy: string, version: string) => string
  readonly next: readonly string[]
}

const SYSTEMS: { readonly [name in 'github' | 'gitlab']: System } = {
  github: {
    path: '.github/workflows/marque.yml',
    write: githubWorkflow,
    next: [
      'Commit it. It needs no secret; to make it stop a merge, require the job `policy` in the branch rules.',
    ],
  },
  gitlab: {
    path: '.gitlab/marque.gitlab-ci.yml',
    write: gitlabJobs,
    next: [
      'Commit it, and include it from .gitlab-ci.yml:',
      '  include:',
      '    - local: .gitlab/marque.gitlab-ci.yml',
      'For comments on merge requests, add a project access token (role Reporter, scope api) as the masked variable MARQUE_COMMENT_TOKEN.',
    ],
  },
}

/** Paths that mean themselves in YAML, in a shell and in a URL. */
const SIMPLE = /^[A-Za-z0-9._+/-]+$/

/**
 * Writes the part.
 *
 * @param policy The policy, from the working directory.
 * @throws {CommandError} Exit 1 where the file is there already, 64 for a policy outside of the repository.
 */
export function writeCi(name: 'github' | 'gitlab', policy: string): ExitCode {
  const system = SYSTEMS[name]
  const root = repositoryRoot() ?? process.cwd()
  const inside = relative(root, resolve(policy)).split(sep).join('/')
  if (inside.startsWith('../') || inside === '' || !SIMPLE.test(inside) || inside.startsWith('-')) {
    throw new CommandError(
      EXIT.usage,
      `\`${policy}\` is no path within the repository that every part of a pipeline reads alike`,
      'letters, digits, `.`, `_`, `-`, `+` and `/`',
    )
  }
  const path = relative(process.cwd(), join(root, system.path))
  createFile(
    path,
    system.write(inside, version()),
    'move it away first, or compare: write the part in an empty directory',
  )
  writeError(
    `${showable(path)}: checks ${showable(inside)}, runs its tests, says in each request what a change opens\n`,
  )
  if (!existsSync(policy))
    writeError(`There is no ${showable(policy)} yet: marque init ${showable(policy)}\n`)
  writeError(`${['', 'Next:', ...system.next.map((line) => `  ${line}`)].join('\n')}\n`)
  return EXIT.fine
}

/** The nearest folder upwards that is a repository. */
function repositoryRoot(): string | undefined {
  for (let at = process.cwd(); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}
