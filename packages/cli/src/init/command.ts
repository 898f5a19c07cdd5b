/**
 * `marque init [FILE]`: a first policy, from answers or from an OpenAPI document; and the part for continuous integration.
 *
 * @module
 */
import { existsSync, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeDraft } from '@marque/import'
import { jsonSchema } from '@marque/policy'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { createFile, fileExists } from '../files/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { type Answers, firstPolicy } from './first-policy.ts'
import { checkFlags, type InitFlags, readPathFlag } from './flags.ts'
import { initFromApi } from './from-api.ts'
import { judgeDraft } from './judge-draft.ts'
import { nextCommands } from './next-commands.ts'
import { ask } from './questions.ts'
import { updateFromApi } from './update-from-api.ts'
import { writeCi } from './write-ci.ts'

/** What to do where the file is there. */
const HELP =
  'name another file, or bring this one up to date: marque init --update --from openapi.yaml'

/** Runs the command. */
export async function runInit(file: string, flags: InitFlags): Promise<ExitCode> {
  checkFlags(flags)
  if (flags.ci !== undefined) return writeCi(flags.ci, file)
  if (flags.update) return updateFromApi(file, flags.from ?? '')
  // Before anybody has answered for nothing.
  if (isTaken(file)) throw fileExists(file, HELP)
  if (/\.json$/i.test(file)) {
    throw new CommandError(
      EXIT.usage,
      `a first policy has comments, which \`${file}\` cannot hold`,
      'name a .yaml file',
    )
  }
  const draft =
    flags.from === undefined
      ? firstPolicy(await answersFor(flags), SCHEMA_PLACE)
      : await initFromApi(flags.from, flags, SCHEMA_PLACE)
  const text = writeDraft(draft)
  const warnings = await judgeDraft(
    file,
    text,
    flags.from === undefined ? 'give other answers' : 'mend `x-marque` in the description',
  )
  createFile(file, text, HELP)
  const schemaFile = writeSchemaBeside(file)
  const without = draft.resources.filter(({ proposal }) => proposal !== null).length
  writeError(
    [
      `${showable(file)}: ${count(draft.resources.length, 'resource')}, ${count(draft.sets.length, 'origin set')}`,
      ...(without > 0
        ? [`${count(without, 'resource')} without a grant: nobody was named whom to trust there`]
        : []),
      ...(warnings > 0 ? [`${count(warnings, 'warning')}, which \`marque check\` shows`] : []),
      ...(schemaFile === null ? [] : [`${showable(schemaFile)}: the schema, for editors`]),
      ...nextCommands(file, flags.from),
      '',
    ].join('\n'),
  )
  return EXIT.fine
}

/** Whether the name is taken, by a link without a target too. What is wrong with the way to it, writing says. */
function isTaken(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** From the flags, and from the person where one is there. */
async function answersFor(flags: InitFlags): Promise<Answers> {
  if (!flags.yes && process.stdin.isTTY && process.stderr.isTTY) {
    return ask(flags, { input: process.stdin, output: process.stderr })
  }
  if (flags.self === undefined) {
    throw new CommandError(
      EXIT.usage,
      'there is no terminal to ask at, and `--self` is missing',
      'marque init --self https://api.example.com --origin https://app.example.com --credentials --owner team@example.com --contact api@example.com --path /status=public --yes',
    )
  }
  return {
    self: flags.self,
    origins: flags.origin ?? [],
    credentials: flags.credentials ?? false,
    owner: flags.owner ?? null,
    contact: flags.contact ?? null,
    paths: (flags.path ?? []).map(readPathFlag),
  }
}

const NAME = 'policy-1.json'

/** Where a policy says that its schema is. */
const SCHEMA_PLACE = `./${NAME}`

/**
 * Writes the schema into the folder of the policy. One that is there stays.
 *
 * @returns The file that was written, or null.
 */
function writeSchemaBeside(policy: string): string | null {
  const file = join(dirname(policy), NAME)
  if (existsSync(file)) return null
  createFile(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`, 'it is there')
  return file
}
