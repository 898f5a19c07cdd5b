/**
 * `init --ci`: writes a CI pipeline.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { createFile } from '../files/index.ts'
import { showable, writeError } from '../terminal/index.ts'
import { githubWorkflow } from './ci-github.ts'
import { gitlabJobs } from './ci-gitlab.ts'
import { INSTALL_SOURCE } from './install-source.ts'

/** A CI system. */
interface CiSystem {
  /** Path of the pipeline, from the root of the repository. */
  readonly path: string
  readonly write: (policy: string, installSource: string) => string
  /** Manual steps, printed after writing. */
  readonly next: readonly string[]
}

/** Printed for every system. */
const INSTALL_HINT = `Put the packed packages of Marque at ${INSTALL_SOURCE} (docs/guide/ci.md).`

const VERIFY_HINT =
  'To ask the layers after deployments and updates of dependencies, set the variables MARQUE_VERIFY, MARQUE_START and MARQUE_VERIFY_LOCAL (docs/guide/verify.md).'

const SYSTEMS: { readonly [name in 'github' | 'gitlab']: CiSystem } = {
  github: {
    path: '.github/workflows/marque.yml',
    write: githubWorkflow,
    next: [
      INSTALL_HINT,
      'Commit it. It needs no secrets. To block merges, require the job `policy` in the branch protection rules.',
      VERIFY_HINT,
    ],
  },
  gitlab: {
    path: '.gitlab/marque.gitlab-ci.yml',
    write: gitlabJobs,
    next: [
      INSTALL_HINT,
      'Commit it, and include it in .gitlab-ci.yml:',
      '  include:',
      '    - local: .gitlab/marque.gitlab-ci.yml',
      'For comments on merge requests, add a project access token (role Reporter, scope api) as masked variable MARQUE_COMMENT_TOKEN.',
      VERIFY_HINT,
    ],
  },
}

/** Paths without special characters in YAML, shells and URLs. */
const SIMPLE = /^[A-Za-z0-9._+/-]+$/

/**
 * Writes the pipeline into the repository of the working directory.
 *
 * @param policy Path of the policy, relative to the working directory.
 * @throws {CommandError} Exit 1 if the file exists, 64 for a policy outside the repository.
 */
export function writeCi(name: 'github' | 'gitlab', policy: string): ExitCode {
  const system = SYSTEMS[name]
  const root = repositoryRoot() ?? process.cwd()
  const inside = relative(root, resolve(policy)).split(sep).join('/')
  if (inside.startsWith('../') || inside === '' || !SIMPLE.test(inside) || inside.startsWith('-')) {
    throw new CommandError(
      EXIT.usage,
      `\`${policy}\` is outside the repository, or its path has special characters`,
      'allowed are letters, digits, `.`, `_`, `-`, `+` and `/`',
    )
  }
  const path = relative(process.cwd(), join(root, system.path))
  createFile(
    path,
    system.write(inside, INSTALL_SOURCE),
    'move it away first; to compare, generate the pipeline in an empty directory',
  )
  writeError(
    `${showable(path)}: checks ${showable(inside)}, runs its tests, comments on changes, asks the layers\n`,
  )
  if (!existsSync(policy))
    writeError(
      `${showable(policy)} does not exist yet; create it with marque init ${showable(policy)}\n`,
    )
  writeError(`${['', 'Next:', ...system.next.map((line) => `  ${line}`)].join('\n')}\n`)
  return EXIT.fine
}

/** The nearest parent folder with a `.git`. */
function repositoryRoot(): string | undefined {
  for (let at = process.cwd(); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}
