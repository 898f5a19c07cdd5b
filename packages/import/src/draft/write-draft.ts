/**
 * Drafts as YAML, with comments.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Draft, DraftGrant, DraftResource, DraftSet } from './draft.ts'

/** Writes a whole policy. */
export function writeDraft(draft: Draft): string {
  const lines = [
    `# yaml-language-server: $schema=${comment(draft.schema)}`,
    ...draft.comments.map((line) => `# ${comment(line)}`.trimEnd()),
    'version: 1',
    '',
    '# The public origins of the API, as browsers see them.',
    ...draft.questions.map((line) => `# Question: ${comment(line)}`),
    `self: ${inline(draft.self)}`,
  ]
  if (draft.contact !== null) {
    lines.push('# Shown to developers whose requests are denied.')
    lines.push(`contact: ${inline(draft.contact)}`)
  }
  lines.push('', '# Trusted origins. Each set has an owner and a purpose.')
  if (draft.sets.length === 0) {
    lines.push(...EXAMPLE_SET.map((line) => `# ${line}`), 'origins: {}')
  } else {
    lines.push('origins:', ...draft.sets.flatMap(setLines))
  }
  lines.push(
    '',
    '# The endpoints and their grants. The most specific match decides; without a grant a request is denied.',
  )
  if (draft.resources.length === 0) lines.push('resources: []')
  else
    lines.push(
      'resources:',
      ...draft.resources.flatMap((resource) => resourceLines(resource, '  ')),
    )
  return `${lines.join('\n')}\n`
}

const EXAMPLE_SET = [
  'No origins are trusted yet. Example of a set; grants use its name in `origins`:',
  '  NAME:',
  '    allow: [ORIGIN, ORIGIN]',
  '    owner: ADDRESS',
  '    purpose: PURPOSE',
]

function setLines({ name, comments, keys, notes = new Map() }: DraftSet): readonly string[] {
  return [
    ...comments.map((line) => `  # ${comment(line)}`),
    `  ${scalar(name)}:`,
    ...Object.entries(keys).flatMap(([key, value]) =>
      Array.isArray(value) && (value.length > 2 || (key === 'allow' && notes.size > 0))
        ? [`    ${key}:`, ...value.map((one) => `      - ${inline(one)}${note(notes.get(one))}`)]
        : [`    ${key}: ${inline(value)}`],
    ),
  ]
}

/**
 * The lines of one resource in a block list.
 *
 * @param indent The indentation of the dash.
 */
export function resourceLines(resource: DraftResource, indent: string): readonly string[] {
  const { name, comments, match, sensitivity, authentication, owner, data, grants, proposal } =
    resource
  const lines = [...comments.map((line) => `# ${comment(line)}`), `- name: ${scalar(name)}`]
  if (match.length === 1 && match[0])
    lines.push(`  match: [${matchText(match[0])}]${note(match[0].note)}`)
  else lines.push('  match:', ...match.map((one) => `    - ${matchText(one)}${note(one.note)}`))
  lines.push(`  sensitivity: ${sensitivity}`)
  if (authentication === 'required') lines.push('  authentication: required')
  if (owner !== null) lines.push(`  owner: ${inline(owner)}`)
  if (data.length > 0) lines.push(`  data: ${inline(data)}`)
  if (grants.length > 0)
    lines.push('  grants:', ...grants.flatMap((grant) => grantLines(grant, '    ')))
  else {
    if (proposal !== null) {
      lines.push(
        '  # No origin may call this from a browser yet. Example of a grant to an origin set:',
      )
      lines.push(
        ...grantLines({ ...proposal, origins: ['NAME-OF-A-SET'] }, '    ').map(
          (line) => `  #${line.slice(2)}`,
        ),
      )
    }
    lines.push('  grants: []')
  }
  return lines.map((line) => indent + line)
}

function grantLines(grant: DraftGrant, indent: string): readonly string[] {
  const keys = Object.entries(grantKeys(grant))
  return keys.map(
    ([key, value], index) => `${indent}${index === 0 ? '- ' : '  '}${key}: ${inline(value)}`,
  )
}

/** The keys of a grant, without defaults. */
export function grantKeys(grant: DraftGrant): { readonly [key: string]: Json } {
  const { origins, methods, requestHeaders, exposeHeaders, credentials, more } = grant
  return {
    origins,
    methods,
    ...(requestHeaders.length > 0 && { requestHeaders }),
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    ...(credentials && { credentials }),
    ...more,
  }
}

/** The keys of a resource. */
export function resourceKeys(resource: DraftResource): { readonly [key: string]: Json } {
  const { name, match, sensitivity, authentication, owner, data, grants } = resource
  return {
    name,
    match: match.map(matchKeys),
    sensitivity,
    ...(authentication === 'required' && { authentication }),
    ...(owner !== null && { owner }),
    ...(data.length > 0 && { data }),
    grants: grants.map(grantKeys),
  }
}

function matchKeys({ host, path, methods }: DraftResource['match'][number]): {
  readonly [key: string]: Json
} {
  return { ...(host !== null && { host }), path, ...(methods !== null && { methods }) }
}

function matchText(match: DraftResource['match'][number]): string {
  return inline(matchKeys(match))
}

/** A value in YAML flow style. */
function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one) => inline(one as Json)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${scalar(key)}: ${inline(one)}`)
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  return typeof value === 'string' ? scalar(value) : JSON.stringify(value)
}

/** Plain scalars that YAML reads as the same string, in flow style too; all others are quoted as in JSON. */
const PLAIN = /^[A-Za-z/](?:[A-Za-z0-9_./@+*-]|:(?=[A-Za-z0-9/]))*(?: [A-Za-z0-9_./@+-]+)*$/
const DURATION = /^[0-9]{1,9}[smhd]$/
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{5,8}Z)?$/
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$/i

function scalar(text: string): string {
  const plain = DATE.test(text) || DURATION.test(text) || (PLAIN.test(text) && !NOT_TEXT.test(text))
  // JSON does not escape DEL, which policies may not contain.
  return plain ? text : JSON.stringify(text).replaceAll('\x7f', '\\u007f')
}

/** A comment at the end of a line. */
function note(text: string | undefined): string {
  return text === undefined ? '' : ` # ${comment(text)}`
}

/** Foreign text for a comment: without line breaks and control characters, of bounded length. */
function comment(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').slice(0, 200)
}
