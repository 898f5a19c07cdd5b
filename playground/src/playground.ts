/**
 * The controller of the page: evaluates input as it changes, and loads examples and links.
 *
 * @module
 */

import { POLICIES } from './data.ts'
import { type CheckedPolicy, evaluateRequest, readPolicy } from './evaluation/index.ts'
import { EXAMPLES, formOf } from './examples.ts'
import { EMPTY, type Form, isWebSocketUrl, readExplainInput } from './input/index.ts'
import { readFragment, writeFragment } from './share/index.ts'
import {
  announce,
  byId,
  copy,
  countFindings,
  element,
  exampleList,
  findingsView,
  policyEditor,
  readFields,
  setWebSocketMode,
  showEvaluation,
  showNoResult,
  showProblems,
  writeFields,
} from './view/index.ts'

/** Debounce of input, milliseconds. */
const INPUT_DELAY = 120

/** Starts the page. */
export async function startPlayground(): Promise<void> {
  const area = byId('policy', HTMLTextAreaElement)
  const editor = policyEditor(area, byId('numbers', HTMLElement))
  let known: { readonly key: string; readonly policy: CheckedPolicy } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const policyOf = (form: Form, now: number): CheckedPolicy => {
    const environment = form.environment.trim() || 'production'
    const key = JSON.stringify([environment, form.now.trim() === '' ? '' : now, form.policy])
    if (known?.key !== key) {
      const policy = readPolicy(form.policy, { environment, now })
      known = { key, policy }
      byId('finding-count', HTMLElement).textContent = countFindings(policy.findings)
      byId('findings', HTMLElement).replaceChildren(...findingsView(policy.findings, editor.jump))
      editor.mark(policy.findings)
    }
    return known.policy
  }

  const main = byId('main', HTMLElement)
  const evaluate = (): void => {
    const form = readFields()
    setWebSocketMode(isWebSocketUrl(form.url))
    const read = readExplainInput(form, Date.now())
    showProblems('problems' in read ? read.problems : [])
    const policy = policyOf(form, 'input' in read ? read.input.now : Date.now())
    if (policy.engine === null) {
      showNoResult({
        headline: 'The policy is invalid',
        why: 'fix the errors in the findings; an invalid policy is not evaluated',
      })
    } else if ('problems' in read) {
      showNoResult({
        headline: 'The request is incomplete',
        why: read.problems.map(({ field, message }) => `${field}: ${message}`).join('; '),
      })
    } else {
      showEvaluation(evaluateRequest(policy.engine, read.input), { policy, jump: editor.jump })
    }
  }

  const refresh = (): void => {
    clearTimeout(timer)
    main.removeAttribute('aria-busy')
    try {
      evaluate()
    } catch (error) {
      // The result of an earlier request must not remain visible.
      showNoResult({
        headline: 'Internal error',
        why: 'this is a defect of the page, not of your input',
      })
      throw error
    }
  }

  /** Replaces the form; offers to restore the previous one. */
  const replace = (form: Form, notice: string): void => {
    const before = readFields()
    writeFields(form)
    area.dispatchEvent(new Event('input'))
    refresh()
    const isWork = before.policy !== '' && !isExample(before) && !isSame(before, form)
    announce(
      notice,
      ...(isWork ? [undoButton(() => replace(before, 'previous input restored'))] : []),
    )
  }

  const follow = async (): Promise<boolean> => {
    const shared = await readFragment(location.hash)
    if ('problem' in shared) announce(`${shared.problem}; it was not loaded`)
    else if (shared.form) replace(shared.form, 'policy and request loaded from the link')
    return 'form' in shared && shared.form !== null
  }

  exampleList(byId('example', HTMLSelectElement), (example) => {
    replace(formOf(example, POLICIES), `example: ${example.title}`)
  })
  byId('share', HTMLButtonElement).addEventListener('click', () => void share(readFields()))
  byId('request', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    refresh()
  })
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.id === 'example') return
    clearTimeout(timer)
    // Until then the result belongs to the previous input.
    main.setAttribute('aria-busy', 'true')
    timer = setTimeout(refresh, INPUT_DELAY)
  })
  byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
    // The URL fragment is reserved for links.
    event.preventDefault()
    byId('result', HTMLElement).focus()
    byId('result', HTMLElement).scrollIntoView()
  })
  addEventListener('hashchange', () => void follow())

  const first = EXAMPLES[0]
  // After an invalid link its message is shown, with the first example.
  if (!(await follow()) && first) {
    writeFields(formOf(first, POLICIES))
    area.dispatchEvent(new Event('input'))
    refresh()
  }
}

async function share(form: Form): Promise<void> {
  const fragment = await writeFragment(form)
  if (fragment === undefined) {
    announce('the policy is too large for a link; share it as a file')
    return
  }
  // Not `location.hash`, which would fire `hashchange`.
  history.replaceState(null, '', fragment)
  if (await copy(location.href)) announce('link copied; it is also in the address bar')
  else announce('the link is in the address bar; copy it from there')
}

function undoButton(undo: () => void): HTMLButtonElement {
  return element('button', { type: 'button', onclick: undo }, 'Restore previous input')
}

function isExample(form: Form): boolean {
  return EXAMPLES.some((example) => isSame(formOf(example, POLICIES), form))
}

function isSame(a: Form, b: Form): boolean {
  return (Object.keys(EMPTY) as (keyof Form)[]).every((name) => a[name] === b[name])
}
