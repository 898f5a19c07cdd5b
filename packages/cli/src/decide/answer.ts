/**
 * The lines that `decide` writes (docs/rules.md#decision-lines).
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { RequestProblem } from '@marque/core/wire'

/**
 * A decision as one line without its end. The keys stand in the order of the contract.
 *
 * @param id The JSON text of the id.
 */
export function answerLine(id: string, decision: Decision): string {
  const { kind, reach, read, reason, status, resource, grant, exception, tenant } = decision
  const { headers, vary, detail } = decision
  const rest = {
    kind,
    reach,
    read,
    reason,
    status,
    resource,
    grant,
    exception,
    tenant,
    headers,
    vary,
    detail,
  }
  return `{"id":${id},${JSON.stringify(rest).slice(1)}`
}

/** The line in the place of one that is not answered. */
export function errorLine(id: string, error: Pick<RequestProblem, 'code' | 'message'>): string {
  return `{"id":${id},"error":${JSON.stringify({ code: error.code, message: error.message })}}`
}
