/**
 * `check --openapi`: compares a policy with the OpenAPI document of its API.
 *
 * @module
 */
import { compareApi } from '@marque/import'
import { acknowledge, type Finding, load, readPolicy } from '@marque/policy'
import type { Input } from '../files/index.ts'
import type { Report } from '../findings/index.ts'
import { readDescription, reportsOf } from '../openapi/index.ts'

/**
 * Adds the findings of the comparison to the report of the policy, and reports on the OpenAPI documents.
 *
 * @param report Findings of the policy alone.
 * @param now Epoch milliseconds, for acknowledgements.
 * @param onlyFindings Omit the reports of files of OpenAPI documents without findings.
 * @throws {CommandError} Exit 1 if an OpenAPI document cannot be read.
 */
export async function compareReports(
  report: Report,
  policy: Input,
  from: readonly string[],
  now: number,
  onlyFindings: boolean,
): Promise<readonly Report[]> {
  const descriptions = await Promise.all(from.map(readDescription))
  const apis = descriptions.flatMap(({ api }) => api ?? [])
  const isComplete = apis.length === descriptions.length
  const loaded = load(policy.bytes, policy.name)
  const compared = isComplete ? compareApi(loaded, apis) : { ofPolicy: [], ofApi: [] }
  const { model } = readPolicy(loaded)
  const { open, acknowledged } =
    model === null
      ? { open: compared.ofPolicy, acknowledged: [] }
      : acknowledge(model, compared.ofPolicy, now)
  const own = {
    ...report,
    findings: byLine([...report.findings, ...open]),
    acknowledged: byLine([...(report.acknowledged ?? []), ...acknowledged]),
  }
  const ofApis = descriptions.flatMap((description) =>
    reportsOf(description, [
      ...description.findings,
      ...compared.ofApi.filter(({ file }) => description.texts.has(file ?? '')),
    ]),
  )
  return [...(onlyFindings ? ofApis.filter((one) => one.findings.length > 0) : ofApis), own]
}

/** Document order; the sort is stable. */
function byLine<F extends Finding>(findings: readonly F[]): readonly F[] {
  return findings.toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
