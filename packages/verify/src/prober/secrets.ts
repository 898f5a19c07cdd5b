/**
 * Keeps the credentials of `--header-file` out of what is reported.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

/** The shell variable that stands for the value of a line: `$TOKEN`, `$TOKEN_2`, … in the order of the file. */
export function placeholder(index: number): string {
  return index === 0 ? '$TOKEN' : `$TOKEN_${index + 1}`
}

/** Replaces secrets in what a layer answered. */
export interface Redactor {
  /** The length of the longest form of a secret: a text that is cut is redacted with as much more. */
  readonly longest: number
  text(value: string): string
  /** Headers that the comparison reads keep what is public and what is too short to be told from chance. */
  headers(lines: readonly HeaderLine[]): readonly HeaderLine[]
}

/** Values under this length are replaced as whole words only, and not in their encoded forms. */
const SHORT = 8

/** Headers that a policy decides on. */
const OF_POLICY = /^(?:access-control-.*|vary|timing-allow-origin|cross-origin-.*)$/i

/**
 * @param isPublic Whether a text is part of what the probes send anyway, such as the host of a tenant: a secret with the same text does not
 *   replace it in headers of the policy.
 */
export function createRedactor(
  credentials: readonly HeaderLine[],
  isPublic: (value: string) => boolean,
): Redactor {
  const secrets = credentials.flatMap(([name, value], index) =>
    secretParts(name, value).map((part) => ({ part, name: placeholder(index) })),
  )
  const forms = new Map<string, string>()
  const policyForms = new Map<string, string>()
  for (const { part, name } of secrets) {
    for (const form of formsOf(part)) {
      if (forms.has(form)) continue
      forms.set(form, name)
      if (part.length >= SHORT && !isPublic(part)) policyForms.set(form, name)
    }
  }
  const everywhere = replacer(forms)
  const inPolicy = replacer(policyForms)
  return {
    longest: Math.max(0, ...[...forms.keys()].map((form) => form.length)),
    text: everywhere,
    headers: (lines) =>
      forms.size === 0
        ? lines
        : lines.map(([name, value]) => [
            everywhere(name),
            OF_POLICY.test(name) ? inPolicy(value) : everywhere(value),
          ]),
  }
}

/** The value, what is behind its scheme (`Bearer`, `Basic`), its cookies, and the password of Basic. */
function secretParts(name: string, value: string): readonly string[] {
  const parts = [value]
  const [, scheme, rest] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]+(.+)$/.exec(value) ?? []
  if (scheme !== undefined && rest !== undefined) {
    parts.push(rest)
    if (scheme.toLowerCase() === 'basic') {
      const pair = Buffer.from(rest, 'base64').toString('utf8')
      parts.push(pair, pair.slice(pair.indexOf(':') + 1))
    }
  }
  if (name.toLowerCase() === 'cookie') {
    for (const pair of value.split(/;[ \t]*/)) {
      const own = pair.slice(pair.indexOf('=') + 1)
      // Cookies such as `lang=en` are words that occur everywhere.
      if (own.length >= SHORT) parts.push(pair, own)
    }
  }
  return parts.filter((part) => part !== '')
}

function formsOf(part: string): readonly string[] {
  if (part.length < SHORT) return [part]
  const base64 = Buffer.from(part, 'latin1').toString('base64').replace(/=+$/, '')
  const json = JSON.stringify(part).slice(1, -1)
  return [
    part,
    percentEncoded(part),
    percentEncoded(part).replaceAll('%20', '+'),
    json,
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
  ]
}

function percentEncoded(part: string): string {
  return part.isWellFormed() ? encodeURIComponent(part) : part
}

/** Longest first, so that a part of a value does not hide the value. Case is ignored, as header names and some echoes change it. */
function replacer(forms: ReadonlyMap<string, string>): (value: string) => string {
  if (forms.size === 0) return (value) => value
  const names = new Map([...forms].map(([form, name]) => [form.toLowerCase(), name]))
  const pattern = [...forms.keys()]
    .sort((one, other) => other.length - one.length)
    .map((form) => {
      const literal = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      return form.length < SHORT ? `(?<![0-9A-Za-z_])${literal}(?![0-9A-Za-z_])` : literal
    })
    .join('|')
  const found = new RegExp(pattern, 'gi')
  return (value) => value.replace(found, (match) => names.get(match.toLowerCase()) ?? '$TOKEN')
}
