/**
 * Markdown that describes keys, values, origin sets and resources.
 *
 * @module
 */
import { describeKind, type EditorForm } from './form-at.ts'
import { code, inlineYaml, paragraphs } from './markdown.ts'
import {
  itemsOf,
  memberOf,
  scalarsOf,
  type TreeEntry,
  type TreeNode,
  textOf,
} from './tree/index.ts'

/** Origins that a hover lists at most. */
const MOST_ORIGINS = 12

/** A key: its purpose, allowed values, examples, decision rules. */
export function describeKey(key: string, form: EditorForm): string {
  const examples = (form.examples ?? []).map((example) => code(inlineYaml(example)))
  const rules = form['x-marque-rules'] ?? []
  return paragraphs(
    `**${code(key)}**: ${describeKind(form)}`,
    form.description,
    describeValues(form),
    examples.length === 0 ? null : `Example: ${examples.join(', ')}`,
    rules.length === 0 ? null : `Decision rules: ${rules.join(', ')}`,
  )
}

/** The meaning of each value of an enumeration; null where the key is none. */
export function describeValues({
  enum: words = [],
  markdownEnumDescriptions: meanings = [],
}: EditorForm): string | null {
  if (words.length === 0) return null
  return words.map((word, index) => `- ${code(word)}: ${meanings[index] ?? ''}`).join('\n')
}

/** One value of an enumeration. */
export function describeValue(word: string, form: EditorForm): string | null {
  const meaning = form.markdownEnumDescriptions?.[form.enum?.indexOf(word) ?? -1]
  return meaning === undefined ? null : `**${code(word)}**: ${meaning}`
}

/** An origin set: owner, dates, origins, and the resources that grant it. */
export function describeSet(root: TreeNode | null, { key, value }: TreeEntry): string {
  const origins = scalarsOf(memberOf(value, 'allow'))
  const shown = origins.slice(0, MOST_ORIGINS).map(({ text }) => `- ${code(text)}`)
  const omitted = origins.length - shown.length
  const users = itemsOf(memberOf(root, 'resources'))
    .filter((resource) =>
      itemsOf(memberOf(resource, 'grants')).some((grant) =>
        scalarsOf(memberOf(grant, 'origins')).some(({ text }) => text === key.text),
      ),
    )
    .map((resource) => code(textOf(resource, 'name') ?? ''))
  const environments = scalarsOf(memberOf(value, 'environments')).map(({ text }) => code(text))
  return paragraphs(
    `**${code(key.text)}**: an origin set of ${origins.length} ${origins.length === 1 ? 'entry' : 'entries'}`,
    facts(value, { purpose: 'Purpose', owner: 'Owner', reviewBy: 'Review by', until: 'Ends' }),
    environments.length === 0 ? null : `Environments: ${environments.join(', ')}`,
    [...shown, ...(omitted > 0 ? [`- and ${omitted} more`] : [])].join('\n'),
    users.length === 0 ? 'Not used by any grant.' : `Granted on ${users.join(', ')}`,
  )
}

/** A resource: its requests, its sensitivity, and how it is enforced. */
export function describeResource(resource: TreeNode): string {
  const matches = itemsOf(memberOf(resource, 'match')).map((match) => {
    const methods = scalarsOf(memberOf(match, 'methods')).map(({ text }) => text)
    const where = `${textOf(match, 'host') ?? ''}${textOf(match, 'path') ?? ''}`
    return `- ${code([...methods, where].join(' '))}`
  })
  const grants = itemsOf(memberOf(resource, 'grants')).length
  return paragraphs(
    `**${code(textOf(resource, 'name') ?? '')}**: a resource with ${grants} ${grants === 1 ? 'grant' : 'grants'}`,
    facts(resource, { sensitivity: 'Sensitivity', enforce: 'Enforce', owner: 'Owner' }),
    matches.join('\n'),
  )
}

function facts(node: TreeNode | null, names: { readonly [key: string]: string }): string {
  return Object.entries(names)
    .flatMap(([key, name]) => {
      const text = textOf(node, key)
      return text === null ? [] : [`- ${name}: ${code(text)}`]
    })
    .join('\n')
}
