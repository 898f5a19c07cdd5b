/**
 * `init --from`: a first policy from OpenAPI documents.
 *
 * @module
 */
import { basename } from 'node:path'
import { type Api, compareApi, type Draft, draftFromApi, mergeApis } from '@marque/import'
import { type Finding, load } from '@marque/policy'
import { CommandError, EXIT } from '../errors.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import { type Description, readDescription, reportsOf } from '../openapi/index.ts'
import { selfProblem } from './answer-problems.ts'
import { type InitFlags, mayPrompt } from './flags.ts'
import { hasError } from './judge-draft.ts'
import { askList } from './prompts.ts'

/** A draft, and the descriptions that it is made of. */
export interface ApiDraft {
  readonly draft: Draft
  readonly apis: readonly Api[]
}

/**
 * Reads the OpenAPI documents, shows their findings, and drafts a policy. Asks for the origin of the API on a terminal if neither a
 * document nor `--self` has one.
 *
 * @throws {CommandError} Exit 3 for an invalid document, 64 if no origin of the API is known without a terminal.
 */
export async function initFromApis(
  from: readonly string[],
  flags: InitFlags,
  schema: string,
): Promise<ApiDraft> {
  const descriptions = await Promise.all(from.map(readDescription))
  const apis = descriptions.flatMap(({ api }) => api ?? [])
  const first = apis.length === 0 ? null : mergeApis(apis, flags.self ?? [])
  await showDescriptions(descriptions, first?.findings ?? [])
  // The origin of a single document may be unknown although one of its operations has a server.
  const isUnknown =
    first?.api.self.length === 0 || (apis.length === 1 && apis[0]?.self.length === 0)
  const isAsked = isUnknown && flags.self === undefined && mayPrompt(flags)
  const merged = isAsked ? mergeApis(apis, await askSelf()) : first
  if (merged === null || merged.api.self.length === 0) {
    const files = from.map((one) => `\`${one}\``).join(', ')
    throw new CommandError(
      EXIT.usage,
      `\`servers\` in ${files} has no public origin of the API`,
      'add it with --self https://api.example.com',
    )
  }
  const draft = draftFromApi(merged.api, {
    contact: flags.contact ?? null,
    origins: flags.origin ?? [],
    credentials: flags.credentials ?? false,
    owner: flags.owner ?? null,
    schema,
    file: from.map((one) => basename(one)).join(', '),
  })
  return { draft, apis }
}

/** Asks for what the servers of the documents do not say. */
function askSelf(): Promise<readonly string[]> {
  return askList(
    { input: process.stdin, output: process.stderr },
    'Public origin of the API',
    'https://api.example.com',
    selfProblem,
    true,
  )
}

/**
 * Reads OpenAPI documents.
 *
 * @throws {CommandError} Exit 3 if one is invalid, with the findings on stderr.
 */
export async function readApis(from: readonly string[]): Promise<readonly Api[]> {
  const descriptions = await Promise.all(from.map(readDescription))
  await showDescriptions(descriptions, [])
  return descriptions.flatMap(({ api }) => api ?? [])
}

/** Shows the findings of each file; those of the merged descriptions too, which name their files. */
async function showDescriptions(
  descriptions: readonly Description[],
  merged: readonly Finding[],
): Promise<void> {
  const ruleOf = await loadRuleOf()
  for (const description of descriptions) {
    const ofMerged = merged.filter(({ file }) => description.texts.has(file ?? ''))
    for (const report of reportsOf(description, [...description.findings, ...ofMerged]))
      await showFindings(report, ruleOf)
  }
  const invalid = descriptions.filter(({ api, findings }) => api === null || hasError(findings))
  if (invalid.length === 0) return
  const names = invalid.map(({ name }) => `\`${name}\``).join(', ')
  throw new CommandError(
    EXIT.findings,
    `${names} ${invalid.length === 1 ? 'is' : 'are'} invalid; no file was written`,
  )
}

/**
 * Compares a draft with its descriptions, as the next command will.
 *
 * @throws {CommandError} Exit 3 if that command would fail.
 */
export async function judgeAgainstApis(
  file: string,
  text: string,
  apis: readonly Api[],
): Promise<void> {
  const { ofPolicy, ofApi } = compareApi(load(text, file), apis)
  const errors = [...ofPolicy, ...ofApi].filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  await showFindings({ file, text, findings: errors }, await loadRuleOf())
  throw new CommandError(
    EXIT.findings,
    `\`${file}\` was not written, because it would contradict the OpenAPI document`,
    'fix `x-marque` in the OpenAPI document',
  )
}
