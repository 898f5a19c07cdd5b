/**
 * The fields of an answer that browsers and caches act on, read as they read them.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Answer } from '../prober/index.ts'

/** Names are lower case, except methods. */
export interface AnswerFields {
  readonly status: number
  /** Each line of `Access-Control-Allow-Origin`; browsers accept one only. */
  readonly allowOrigin: readonly string[]
  readonly allowCredentials: readonly string[]
  readonly allowMethods: ReadonlySet<string> | null
  readonly allowHeaders: ReadonlySet<string> | null
  readonly exposeHeaders: ReadonlySet<string>
  readonly maxAge: readonly string[]
  readonly vary: ReadonlySet<string>
  readonly resourcePolicy: string | null
  readonly timingAllowOrigin: string | null
}

const READ = new WeakMap<Answer, AnswerFields>()

/** Reads an answer once. */
export function fieldsOf(answer: Answer): AnswerFields {
  const known = READ.get(answer)
  if (known !== undefined) return known
  const fields = readFields(answer.status, answer.headers)
  READ.set(answer, fields)
  return fields
}

/** Reads the header lines of an answer. */
export function readFields(status: number, headers: readonly HeaderLine[]): AnswerFields {
  const byName = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const lines = byName.get(key)
    if (lines === undefined) byName.set(key, [value.trim()])
    else lines.push(value.trim())
  }
  const lines = (name: string): readonly string[] => byName.get(name) ?? []
  const list = (name: string, lower: boolean): ReadonlySet<string> | null => {
    const values = byName.get(name)
    return values === undefined ? null : namesIn(lower ? values.map(lowerCase) : values)
  }
  const joined = (name: string): string | null => byName.get(name)?.join(', ') ?? null
  return {
    status,
    allowOrigin: lines('access-control-allow-origin'),
    allowCredentials: lines('access-control-allow-credentials'),
    allowMethods: list('access-control-allow-methods', false),
    allowHeaders: list('access-control-allow-headers', true),
    exposeHeaders: list('access-control-expose-headers', true) ?? new Set(),
    maxAge: lines('access-control-max-age'),
    vary: list('vary', true) ?? new Set(),
    resourcePolicy: joined('cross-origin-resource-policy'),
    timingAllowOrigin: joined('timing-allow-origin'),
  }
}

/** The values of a header of an answer, a line each. */
export function linesOf(answer: Answer, name: string): readonly string[] {
  return answer.headers
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => value.trim())
}

/** The names of a list header. */
export function namesIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines
      .join(',')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

/** Whether the status is one of the range 200 to 299 (Fetch, ok status). */
export function isOk({ status }: AnswerFields): boolean {
  return status >= 200 && status <= 299
}

/** Whether `Access-Control-Allow-Credentials` is exactly `true`, once (Fetch, CORS check, steps 5 and 6). */
export function allowsCredentials({ allowCredentials }: AnswerFields): boolean {
  return allowCredentials.length === 1 && allowCredentials[0] === 'true'
}

/** The only value of `Access-Control-Allow-Origin`; null for none and for several. */
export function allowedOrigin({ allowOrigin }: AnswerFields): string | null {
  return allowOrigin.length === 1 ? (allowOrigin[0] ?? null) : null
}

/** Seconds for which browsers keep a preflight: 5 where the answer has no valid value (Fetch, CORS-preflight fetch, step 7). */
export function maxAgeOf({ maxAge }: AnswerFields): number {
  const [value = ''] = maxAge
  return /^\d+$/.test(value) ? Number(value) : 5
}
