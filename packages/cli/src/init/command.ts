/**
 * `marque init [FILE]`: writes a first policy, from questions, OpenAPI documents, the options of a CORS library, recorded
 * traffic or logs, or a CI pipeline.
 *
 * @module
 */
import { existsSync, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Api, writeDraft } from '@marque/import'
import { jsonSchema } from '@marque/policy'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { createFile, fileExists, policyFile } from '../files/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { type Answers, firstPolicy } from './first-policy.ts'
import {
  checkFlags,
  type InitFlags,
  mayLackOwner,
  mayPrompt,
  readApplications,
  readPathFlag,
} from './flags.ts'
import { initFromApis, judgeAgainstApis } from './from-api.ts'
import { initFromCors, type SourceDraft } from './from-cors.ts'
import { initFromHar } from './from-har.ts'
import { initFromLog } from './from-log.ts'
import { judgeDraft } from './judge-draft.ts'
import { nextCommands } from './next-commands.ts'
import { ask } from './questions.ts'
import { updateFromApi } from './update-from-api.ts'
import { writeCi } from './write-ci.ts'

/** Help if the file exists. */
const HELP = 'use another file, or update this one: marque init --update --from openapi.yaml'

/** Runs the command. */
export async function runInit(file: string, flags: InitFlags): Promise<ExitCode> {
  checkFlags(flags)
  if (flags.ci !== undefined) return writeCi(flags.ci, file)
  if (flags.update) return updateFromApi(policyFile(file), flags.from ?? [], flags.self ?? [])
  // Before any question is asked.
  if (isTaken(file)) throw fileExists(file, HELP)
  if (/\.json$/i.test(file)) {
    throw new CommandError(
      EXIT.usage,
      `cannot write \`${file}\`: a first policy has comments, which JSON does not allow`,
      'use a .yaml file',
    )
  }
  const { draft, apis, isComplete, help } = await draftFor(flags)
  const text = writeDraft(draft)
  const isValid = await judgeDraft(file, text, help, mayLackOwner(flags))
  await judgeAgainstApis(file, text, apis)
  createFile(file, text, HELP)
  const schemaFile = writeSchemaBeside(file)
  const without = draft.resources.filter(({ proposal }) => proposal !== null).length
  const reason = mayLackOwner(flags) ? '' : ', because no origin was given'
  writeError(
    [
      `${showable(file)}: ${count(draft.resources.length, 'resource')}, ${count(draft.sets.length, 'origin set')}`,
      ...(without > 0 ? [`${count(without, 'resource')} without a grant${reason}`] : []),
      ...(schemaFile === null ? [] : [`${showable(schemaFile)}: JSON Schema for editors`]),
      ...(isComplete && isValid ? [] : ['It is not complete: see the errors above.']),
      ...nextCommands(file, flags.from ?? []),
      '',
    ].join('\n'),
  )
  return isComplete && isValid ? EXIT.fine : EXIT.findings
}

/** A draft, the descriptions that it must agree with, and what to do if it is invalid. */
interface Drafted extends SourceDraft {
  readonly apis: readonly Api[]
  readonly help: string
}

/** A draft from the source that the flags name. */
async function draftFor(flags: InitFlags): Promise<Drafted> {
  if (flags.fromCors !== undefined) {
    const draft = await initFromCors(flags.fromCors, flags, SCHEMA_REFERENCE)
    return { ...draft, apis: [], help: 'correct the options' }
  }
  if (flags.fromHar !== undefined) {
    const draft = await initFromHar(flags.fromHar, flags, SCHEMA_REFERENCE)
    return { ...draft, apis: [], help: 'record the traffic again' }
  }
  if (flags.fromLog !== undefined) {
    const draft = await initFromLog(flags.fromLog, flags, SCHEMA_REFERENCE)
    return { ...draft, apis: [], help: 'write the policy by hand, and report this' }
  }
  if (flags.from !== undefined) {
    const { draft, apis } = await initFromApis(flags.from, flags, SCHEMA_REFERENCE)
    return { draft, apis, isComplete: true, help: 'fix `x-marque` in the OpenAPI document' }
  }
  const draft = firstPolicy(await answersFor(flags), SCHEMA_REFERENCE)
  return { draft, apis: [], isComplete: true, help: 'change the answers' }
}

/** Whether the path exists, even as a dangling symbolic link. Other errors are reported on writing. */
function isTaken(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** Answers from flags, and from prompts on a terminal. */
async function answersFor(flags: InitFlags): Promise<Answers> {
  if (mayPrompt(flags)) {
    return ask(flags, { input: process.stdin, output: process.stderr })
  }
  if (flags.self === undefined) {
    throw new CommandError(
      EXIT.usage,
      flags.yes
        ? '`--self` is missing, and `--yes` means that there are no prompts'
        : '`--self` is missing, and stdin is not a terminal to prompt on',
      "marque init --self https://api.example.com --origin 'https://app.example.com GET POST /v1/orders/** credentials' --owner team@example.com --contact api@example.com --path /status=public --yes",
    )
  }
  return {
    self: flags.self,
    applications: readApplications(flags),
    contact: flags.contact ?? null,
    paths: (flags.path ?? []).map(readPathFlag),
  }
}

const NAME = 'policy-1.json'

/** The schema path in the policy. */
const SCHEMA_REFERENCE = `./${NAME}`

/**
 * Writes the schema next to the policy, so that editors read it without a network request. Keeps an existing file.
 *
 * @returns The path of the new file; null if it existed.
 */
function writeSchemaBeside(policy: string): string | null {
  const file = join(dirname(policy), NAME)
  if (existsSync(file)) return null
  createFile(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`, 'keep the existing file')
  return file
}
