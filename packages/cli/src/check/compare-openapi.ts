/**
 * `check --openapi`: compares a policy with the OpenAPI document of its API.
 *
 * @module
 */
import { type Comparison, compareApi, ruleOf } from '@marque/import'
import { acknowledgeElsewhere, type Finding, load } from '@marque/policy'
import type { Input } from '../files/index.ts'
import type { Report } from '../findings/index.ts'
import { type Description, readDescription, reportsOf } from '../openapi/index.ts'

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
  const compared: Comparison = isComplete
    ? compareApi(loaded, apis)
    : { ofPolicy: [], ofApi: [], resourcesOf: () => [] }
  const ofApis = distinct([
    ...descriptions.flatMap((description) => description.findings),
    ...compared.ofApi,
  ])
  const { findings, acknowledged, unused } = acknowledgeElsewhere(
    loaded,
    [...compared.ofPolicy, ...ofApis],
    {
      now,
      severityOf: (code) => ruleOf(code)?.severity,
      placesOf: (finding) => (ofApis.has(finding) ? compared.resourcesOf(finding) : [finding.path]),
    },
  )
  // A file that several descriptions refer to is reported on once.
  const descriptionOf = ({ file }: Finding): Description | undefined =>
    descriptions.find(({ texts }) => texts.has(file ?? ''))
  const own = {
    ...report,
    findings: byLine([
      ...report.findings,
      ...findings.filter((one) => descriptionOf(one) === undefined),
      // Of a policy with errors some warnings are missing.
      ...(report.findings.some(({ severity }) => severity === 'error') ? [] : unused),
    ]),
    acknowledged: byLine([
      ...(report.acknowledged ?? []),
      ...acknowledged.filter((one) => descriptionOf(one) === undefined),
    ]),
  }
  const others = descriptions.flatMap((description) =>
    reportsOf(
      description,
      findings.filter((one) => descriptionOf(one) === description),
      acknowledged.filter((one) => descriptionOf(one) === description),
    ),
  )
  const shown = onlyFindings
    ? others.filter((one) => one.findings.length > 0 || (one.acknowledged ?? []).length > 0)
    : others
  return [...shown, own]
}

function distinct(findings: readonly Finding[]): ReadonlySet<Finding> {
  const byIdentity = new Map<string, Finding>()
  for (const finding of findings) {
    const { file, code, path, message } = finding
    const identity = JSON.stringify([file, code, path, message])
    if (!byIdentity.has(identity)) byIdentity.set(identity, finding)
  }
  return new Set(byIdentity.values())
}

/** Document order; the sort is stable. */
function byLine<F extends Finding>(findings: readonly F[]): readonly F[] {
  return findings.toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
