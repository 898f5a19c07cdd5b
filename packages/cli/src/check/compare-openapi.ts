/**
 * `check --openapi`: the policy held against the description of its API.
 *
 * @module
 */
import { compareApi, readOpenApi } from '@marque/import'
import { type Finding, load } from '@marque/policy'
import { type Input, readInput } from '../files/index.ts'
import type { Report } from '../findings/index.ts'

/**
 * The report of the policy with what the comparison says of it, and that of the description.
 *
 * @param report What was found out about the policy by itself.
 * @param onlyFindings Whether a description without findings needs no report of its own.
 * @throws {CommandError} Exit 1 where the description cannot be read.
 */
export async function compareReports(
  report: Report,
  policy: Input,
  argument: string,
  onlyFindings: boolean,
): Promise<readonly Report[]> {
  const { name, bytes } = await readInput(argument)
  const { api, text, findings } = readOpenApi(bytes, name)
  const compared =
    api === null
      ? { ofPolicy: [], ofApi: [] }
      : compareApi(load(policy.bytes, policy.name), api, name)
  const own = { ...report, findings: byLine([...report.findings, ...compared.ofPolicy]) }
  const ofApi = {
    file: name,
    text,
    findings: byLine([...findings, ...compared.ofApi]),
    facts: null,
  }
  return onlyFindings && ofApi.findings.length === 0 ? [own] : [ofApi, own]
}

/** In the order of the text; the sort is stable. */
function byLine(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
