/**
 * Reads and writes the form fields.
 *
 * @module
 */

import type { FieldProblem, Form } from '../input/index.ts'
import { byId, sentence } from './element.ts'

const TEXT_FIELDS = [
  'policy',
  'environment',
  'now',
  'origin',
  'method',
  'url',
  'headers',
  'context',
] as const

type TextField = HTMLInputElement | HTMLTextAreaElement

function textField(name: string): TextField {
  const found = document.getElementById(name)
  if (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement) return found
  throw new TypeError(`the page has no field \`${name}\``)
}

/** Reads the fields. */
export function readFields(): Form {
  const texts = Object.fromEntries(TEXT_FIELDS.map((name) => [name, textField(name).value]))
  return {
    ...(texts as Record<(typeof TEXT_FIELDS)[number], string>),
    credentials: byId('credentials', HTMLInputElement).checked,
  }
}

/** Fills the fields, and opens the section with the context if it is not empty. */
export function writeFields(form: Form): void {
  for (const name of TEXT_FIELDS) textField(name).value = form[name]
  byId('credentials', HTMLInputElement).checked = form.credentials
  byId('more', HTMLDetailsElement).open ||= form.context !== ''
}

/** Disables the fields that script cannot choose for a WebSocket. */
export function setWebSocketMode(isSocket: boolean): void {
  for (const name of ['method', 'headers']) textField(name).disabled = isSocket
  byId('credentials', HTMLInputElement).disabled = isSocket
}

/** Shows the problem of each invalid field. */
export function showProblems(problems: readonly FieldProblem[]): void {
  for (const name of ['now', 'method', 'url', 'headers', 'context'] as const) {
    const problem = problems.find(({ field }) => field === name)
    byId(`${name}-problem`, HTMLElement).replaceChildren(
      ...(problem ? [sentence(problem.message)] : []),
    )
    if (problem) textField(name).setAttribute('aria-invalid', 'true')
    else textField(name).removeAttribute('aria-invalid')
    if (problem && name === 'context') byId('more', HTMLDetailsElement).open = true
  }
}
