/**
 * `check --openapi`: compares a policy with the OpenAPI document of its API.
 *
 * @module
 */
import { compareApi, readOpenApi } from '@marque/import'
import { type Finding, load } from '@marque/policy'
import { type Input, readInput } from '../files/index.ts'
import type { Report } from '../findings/index.ts'

/**
 * Adds the findings of the comparison to the report of the policy, and reports on the OpenAPI document.
 *
 * @param report Findings of the policy alone.
 * @param onlyFindings Omit the report of an OpenAPI document without findings.
 * @throws {CommandError} Exit 1 if the OpenAPI document cannot be read.
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
    summary: null,
  }
  return onlyFindings && ofApi.findings.length === 0 ? [own] : [ofApi, own]
}

/** Document order; the sort is stable. */
function byLine(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
