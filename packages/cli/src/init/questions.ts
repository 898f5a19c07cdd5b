/**
 * The prompts of `init`. Skips questions that flags have answered.
 *
 * @module
 */
import { intro, outro } from '@clack/prompts'
import { trustProblem } from '@marque/import'
import { addressProblem, originProblem, pathProblem, selfProblem } from './answer-problems.ts'
import { askApplication, askOwner } from './ask-application.ts'
import type { Answers } from './first-policy.ts'
import { type InitFlags, type PathAnswer, readApplications, readPathFlag } from './flags.ts'
import { type Application, hasWords } from './origin-flag.ts'
import { askList, askOne, type Terminal } from './prompts.ts'

/**
 * Prompts for missing answers: about the API first, then about each application that calls it.
 *
 * @throws {CommandError} Exit 130 if the user cancels.
 */
export async function ask(flags: InitFlags, terminal: Terminal): Promise<Answers> {
  intro('Create a CORS policy. Press Enter to skip a question.', terminal)
  const self =
    flags.self ??
    (await askList(
      terminal,
      'Public origin of the API',
      'https://api.example.com',
      selfProblem,
      true,
    ))
  const paths = flags.path?.map(readPathFlag) ?? (await askPaths(terminal))
  const applications = await askApplications(flags, self, paths, terminal)
  const contact =
    flags.contact ??
    (await askOne(
      terminal,
      'Contact for developers whose requests are denied (public e-mail address)',
      'api-support@example.com',
      addressProblem,
    ))
  outro('Done.', terminal)
  return { self, applications, paths, contact }
}

/** Asks about each origin; one that a flag describes in full is not asked about. */
async function askApplications(
  flags: InitFlags,
  self: readonly string[],
  paths: readonly PathAnswer[],
  terminal: Terminal,
): Promise<readonly Application[]> {
  const described = new Map(
    (flags.origin ?? []).map((text, at) => [text, readApplications(flags)[at]]),
  )
  const origins =
    flags.origin ??
    (await askList(
      terminal,
      'Origins of web applications that call the API (space-separated)',
      'https://app.example.com',
      (origin) =>
        originProblem(origin) ??
        (self.includes(origin)
          ? 'the API itself needs no grant'
          : trustProblem(origin, self, false)),
    ))
  const applications: Application[] = []
  for (const text of origins) {
    const one = described.get(text)
    const before = applications.at(-1)?.owner ?? null
    if (one !== undefined && hasWords(text)) {
      applications.push({
        ...one,
        owner: one.owner ?? (await askOwner(terminal, one.origin, before)),
      })
      continue
    }
    const given = { credentials: flags.credentials, owner: flags.owner }
    const known = { self, paths, owner: before }
    applications.push(await askApplication(terminal, text, given, known))
  }
  return applications
}

async function askPaths(terminal: Terminal): Promise<readonly PathAnswer[]> {
  const open = await askList(
    terminal,
    'Paths that any website may read (space-separated)',
    '/status /v1/catalogue/**',
    pathProblem,
  )
  const secret = await askList(
    terminal,
    'Confidential paths (space-separated)',
    '/v1/account/**',
    (path) => (open.includes(path) ? `\`${path}\` is already public` : pathProblem(path)),
  )
  return [
    ...open.map((path) => ({ path, sensitivity: 'public' as const })),
    ...secret.map((path) => ({ path, sensitivity: 'confidential' as const })),
  ]
}
