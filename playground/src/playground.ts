/**
 * The page at work: what is typed becomes findings and an answer; an example or a link becomes what is typed.
 *
 * @module
 */
import { answerQuestion, type ReadPolicy, readPolicy } from './answer/index.ts'
import { POLICIES } from './data.ts'
import { EXAMPLES, formOf } from './examples/examples.ts'
import { EMPTY, type Form } from './question/form.ts'
import { opensSocket, readQuestion } from './question/read-question.ts'
import { readFragment, writeFragment } from './share/fragment.ts'
import { announce } from './view/announce.ts'
import { showAnswer, showUnanswered } from './view/answer.ts'
import { copy } from './view/copy-button.ts'
import { byId, element } from './view/element.ts'
import { exampleList } from './view/example-list.ts'
import { countFindings, findingsView } from './view/findings.ts'
import { offerChoices, readFields, showProblems, writeFields } from './view/form-fields.ts'
import { policyEditor } from './view/policy-editor.ts'

/** Milliseconds without a key before what was typed is read. */
const PAUSE = 120

/** Starts the page. */
export async function startPlayground(): Promise<void> {
  const area = byId('policy', HTMLTextAreaElement)
  const editor = policyEditor(area, byId('numbers', HTMLElement))
  let known: { readonly key: string; readonly policy: ReadPolicy } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const policyOf = (form: Form, now: number): ReadPolicy => {
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
  const answer = (): void => {
    const form = readFields()
    offerChoices(opensSocket(form.url))
    const asked = readQuestion(form, Date.now())
    showProblems('problems' in asked ? asked.problems : [])
    const policy = policyOf(form, 'question' in asked ? asked.question.now : Date.now())
    if (policy.engine === null) {
      showUnanswered({
        headline: 'The policy has errors, and nothing of it is used',
        why: 'mend what the findings say; a policy with an error is never half applied',
      })
    } else if ('problems' in asked) {
      showUnanswered({
        headline: 'The request cannot be asked yet',
        why: asked.problems.map(({ field, message }) => `${field}: ${message}`).join('; '),
      })
    } else {
      showAnswer(answerQuestion(policy.engine, asked.question), { policy, jump: editor.jump })
    }
  }

  const refresh = (): void => {
    clearTimeout(timer)
    main.removeAttribute('aria-busy')
    try {
      answer()
    } catch (error) {
      // An answer to another question must not stay.
      showUnanswered({ headline: 'The page has failed', why: 'a fault of the page, not of yours' })
      throw error
    }
  }

  /** Takes another form; what was there can be had back. */
  const replace = (form: Form, said: string): void => {
    const before = readFields()
    writeFields(form)
    area.dispatchEvent(new Event('input'))
    refresh()
    const isWork = before.policy !== '' && !isExample(before) && !isSame(before, form)
    announce(said, ...(isWork ? [undoButton(() => replace(before, 'back again'))] : []))
  }

  const follow = async (): Promise<boolean> => {
    const shared = await readFragment(location.hash)
    if ('wrong' in shared) announce(`${shared.wrong}; nothing of it was used`)
    else if (shared.form) replace(shared.form, 'policy and request come from the link')
    return 'form' in shared && shared.form !== null
  }

  exampleList(byId('example', HTMLSelectElement), (example) => {
    replace(formOf(example, POLICIES), `example: ${example.title}`)
  })
  byId('share', HTMLButtonElement).addEventListener('click', () => void share(readFields()))
  byId('question', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    refresh()
  })
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.id === 'example') return
    clearTimeout(timer)
    // What stands there is of an earlier question until then.
    main.setAttribute('aria-busy', 'true')
    timer = setTimeout(refresh, PAUSE)
  })
  byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
    // The fragment of the address is for links.
    event.preventDefault()
    byId('answer', HTMLElement).focus()
    byId('answer', HTMLElement).scrollIntoView()
  })
  addEventListener('hashchange', () => void follow())

  const first = EXAMPLES[0]
  // Below a wrong link stands its message, and the first example.
  if (!(await follow()) && first) {
    writeFields(formOf(first, POLICIES))
    area.dispatchEvent(new Event('input'))
    refresh()
  }
}

async function share(form: Form): Promise<void> {
  const fragment = await writeFragment(form)
  if (fragment === undefined) {
    announce('this is too much for a link: share the policy as a file')
    return
  }
  // Not `location.hash`: that would read the link again.
  history.replaceState(null, '', fragment)
  if (await copy(location.href)) announce('the link is copied, and stands in the address bar')
  else announce('the link stands in the address bar: copy it from there')
}

function undoButton(undo: () => void): HTMLButtonElement {
  return element('button', { type: 'button', onclick: undo }, 'Bring back what was there')
}

function isExample(form: Form): boolean {
  return EXAMPLES.some((example) => isSame(formOf(example, POLICIES), form))
}

function isSame(a: Form, b: Form): boolean {
  return (Object.keys(EMPTY) as (keyof Form)[]).every((name) => a[name] === b[name])
}
