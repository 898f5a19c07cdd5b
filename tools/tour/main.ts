/**
 * `npm start`: a walk through Marque in the terminal, until the gateway is what starts. It runs the real commands on the example
 * company's policy, and ends with 0 when all of them answered as the tour tells.
 *
 * @module
 */
import { run } from '../workspace/index.ts'
import { command, heading, inkFor, printed, row } from './page.ts'
import { API, NOW, QUESTIONS, type Question } from './questions.ts'

/** What the tour reads of a line of `marque decide`. */
interface Answer {
  readonly reach: boolean
  readonly read: boolean
  readonly reason: string
  readonly status: number | null
  readonly kind: string
}

const ink = inkFor(process.stdout, process.env)
const policy = 'examples/company/policy.yaml'
const broken = 'examples/broken/policy.yaml'
/** The commands write into a pipe here; they colour as this terminal would want it. */
const env = ink.strong('') === '' ? { NO_COLOR: '1' } : { FORCE_COLOR: '1' }

function say(text: string): void {
  process.stdout.write(text)
}

async function marque(args: readonly string[], want: number, input: string = ''): Promise<string> {
  const { code, stdout, output } = await run('marque', args, { env, input })
  if (code !== want)
    throw new Error(`marque ${args.join(' ')} ended with ${code}, not ${want}\n${output}`)
  return input === '' ? output : stdout
}

async function decide(question: Question): Promise<Answer> {
  const { method, path, origin, headers = [], context = {}, now = NOW } = question
  const line = {
    id: 1,
    method,
    url: `${API}${path}`,
    headers: [['Origin', origin], ...headers],
    context,
    now,
  }
  const answer = JSON.parse(
    await marque(['decide', policy, '--now', NOW], 0, `${JSON.stringify(line)}\n`),
  ) as Answer
  if (answer.reason !== question.reason) {
    throw new Error(
      `${question.story} The tour tells of ${question.reason}, the engine says ${answer.reason}`,
    )
  }
  return answer
}

function card(question: Question, answer: Answer): string {
  const { method, path, origin, now } = question
  const asked = question.headers?.find(([name]) => name === 'Access-Control-Request-Method')?.[1]
  const verdict = (fine: boolean, yes: string, no: string): string =>
    fine ? ink.yes(yes) : ink.no(no)
  const arrives =
    answer.kind === 'preflight' ? 'answered here' : verdict(answer.reach, 'goes on', 'stopped')
  const reads = verdict(answer.read, 'may read', 'reads nothing')
  const status = answer.status === null ? '' : `, ${answer.status}`
  return [
    `   ${question.story}`,
    row(ink, 'request', `${method} ${path}${asked ? ` (for ${asked})` : ''}`),
    row(ink, 'from', `${origin}${now ? `, on ${now.slice(0, 10)}` : ''}`),
    row(
      ink,
      'answer',
      `${ink.strong(answer.reason)}${status}: request ${arrives}, script ${reads}`,
    ),
    row(ink, 'lesson', question.lesson),
    '',
    '',
  ].join('\n')
}

async function tour(): Promise<void> {
  say(`\n${ink.strong('Marque')}: one CORS policy, one decision, at every layer.\n`)
  say('A short walk on the policy of a freight company with fifty resources.\n')

  say(heading(ink, 1, 'A policy says who may do what, and is checked before it is used'))
  say(command(ink, `marque check ${policy}`))
  say(
    printed(
      ink,
      await marque(['check', policy, '--now', NOW], 0),
      0,
      'notes, which the command prints',
    ),
  )

  say(
    heading(
      ink,
      2,
      'Mistakes are found all at once, each with its place, its reason and a way out',
    ),
  )
  say(command(ink, `marque check ${broken}`))
  say(printed(ink, await marque(['check', broken, '--now', NOW], 3), 26, 'more, and then the sum'))

  say(
    heading(
      ink,
      3,
      `${QUESTIONS.length} questions, answered by the engine that every layer will ask`,
    ),
  )
  say(command(ink, `marque decide ${policy} < requests.ndjson`))
  say('\n')
  for (const question of QUESTIONS) say(card(question, await decide(question)))

  say(heading(ink, 4, 'What to try next'))
  say(
    [
      [
        'node_modules/.bin/marque check examples/minimal/policy.yaml',
        'ten lines to begin with; break one',
      ],
      ['node_modules/.bin/marque check --explain MQ-202', 'the page of one finding'],
      ['node_modules/.bin/marque schema', 'completion and checks in your editor'],
      ['node_modules/.bin/marque --help', 'all commands'],
      ['docs/guide/README.md', 'the guide'],
    ]
      .map(([what = '', why = '']) => `   ${what.padEnd(62)} ${ink.faint(why)}\n`)
      .join(''),
  )
  say('\n')
}

try {
  await tour()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
