/**
 * The reference page of the policy document, out of the schema.
 *
 * @module
 */

/** What the page needs of a JSON Schema. */
interface Node {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: { readonly [key: string]: Node }
  readonly required?: readonly string[]
  readonly additionalProperties?: Node | false
  readonly items?: Node
  readonly minItems?: number
  readonly minimum?: number
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly anyOf?: readonly Node[]
  readonly $ref?: string
  readonly markdownEnumDescriptions?: readonly string[]
  readonly deprecated?: boolean
}

/** Examples beyond this length are for editors; the page shows their parts in tables of their own. */
const LONGEST_EXAMPLE = 100

interface Section {
  /** As in `resources[].grants[]`; empty for the document. */
  readonly name: string
  readonly node: Node
}

/** Writes the page. */
export function policyPage(schema: unknown): string {
  const sections = sectionsOf({ name: '', node: schema as Node })
  return [
    '<!-- Written by packages/policy/reference/write.ts. Change the schema, then run `npm run fix`. -->',
    '',
    '# The policy document',
    '',
    'A policy is YAML 1.2 or JSON in UTF-8. Anchors, aliases, tags, directives, merge keys, a second document and unknown keys are errors.',
    '`marque check` checks the values, alone and in combination, and reports [findings](findings/README.md).',
    '',
    'A duration is a number of seconds, or `30s`, `10m`, `2h`, `1d`. An instant has a UTC offset: `2099-01-31T00:00:00Z`.',
    'Names of sets, resources, tenants and environments start with a lower-case letter and continue with letters, digits and `-`, at most 63 characters.',
    '',
    ...sections.flatMap(writeSection),
  ].join('\n')
}

/** The mapping itself, then each mapping with known keys below it. */
function sectionsOf(section: Section): readonly Section[] {
  const { name, node } = section
  const own = node.properties === undefined ? [] : [section]
  const below = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    childSections(name === '' ? key : `${name}.${key}`, child),
  )
  return [...own, ...below]
}

function childSections(name: string, node: Node): readonly Section[] {
  if (node.properties !== undefined) return sectionsOf({ name, node })
  if (node.items?.properties !== undefined)
    return sectionsOf({ name: `${name}[]`, node: node.items })
  const free = node.additionalProperties
  if (free !== undefined && free !== false && free.properties !== undefined) {
    return sectionsOf({ name: `${name}.NAME`, node: free })
  }
  return []
}

function writeSection({ name, node }: Section): readonly string[] {
  const required = new Set(node.required)
  return [
    `## ${name === '' ? 'The document' : `\`${name}\``}`,
    '',
    ...(node.description === undefined ? [] : [node.description, '']),
    '| key | value | description |',
    '|---|---|---|',
    ...Object.entries(node.properties ?? {})
      .filter(([, child]) => !child.deprecated)
      .map(
        ([key, child]) =>
          `| \`${key}\`${required.has(key) ? ' (required)' : ''} | ${cell(kindOf(child))} | ${cell(textOf(child))} |`,
      ),
    '',
  ]
}

function textOf(node: Node): string {
  const examples = (node.examples ?? [])
    .map(inline)
    .filter((example) => example.length <= LONGEST_EXAMPLE && !node.enum?.includes(example))
    .map((example) => `\`${example}\``)
  const shown = examples.length === 0 ? '' : ` Example: ${examples.join(', ')}.`
  return `${node.description ?? ''}${wordsOf(node)}${shown}`.trim()
}

/** What each of a few words means. */
function wordsOf({ enum: words = [], markdownEnumDescriptions: meanings = [] }: Node): string {
  return words.map((word, index) => `<br>\`${word}\`: ${meanings[index] ?? ''}.`).join('')
}

/** An example as YAML on one line. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length === 0) return '{}'
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${plain(key)}: ${inline(member)}`)
      .join(', ')} }`
  }
  return typeof value === 'string' ? plain(value) : String(value)
}

function plain(text: string): string {
  return /^[A-Za-z/][^,[\]{}#]*$/.test(text) || /^[0-9-]+(?:[smhd]|T[0-9:]+Z)?$/.test(text)
    ? text
    : `"${text}"`
}

function kindOf(node: Node): string {
  if (node.$ref !== undefined) return 'any value'
  if (node.const !== undefined) return `\`${String(node.const)}\``
  if (node.enum !== undefined) return node.enum.map((word) => `\`${word}\``).join(', ')
  if (typeof node.type === 'object') return 'duration'
  if (node.anyOf !== undefined) return node.anyOf.map(kindOf).join(', or ')
  switch (node.type) {
    case 'array':
      return `list of ${plural(node.items)}${node.minItems === 1 ? ', not empty' : ''}`
    case 'object':
      return node.properties !== undefined || !node.additionalProperties
        ? 'mapping'
        : `mapping of names to ${plural(node.additionalProperties)}`
    case 'boolean':
      return '`true` or `false`'
    case 'integer':
      return `whole number from ${node.minimum ?? 0}`
    default:
      return 'string'
  }
}

function plural(node: Node | undefined): string {
  if (node?.type === 'string') return 'strings'
  if (node?.type === 'array') return `lists of ${plural(node.items)}`
  return node?.$ref === undefined ? 'mappings' : 'any values'
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
