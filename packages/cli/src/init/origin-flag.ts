/**
 * The value of `--origin`: an origin, and what its pages may do.
 *
 * @module
 */
import { isForbiddenMethod, isForbiddenRequestHeader, isToken, normalizeMethod } from '@marque/core'
import { nearestFinder } from '@marque/policy'
import { CommandError, EXIT } from '../errors.ts'
import { addressProblem, originProblem, pathProblem } from './answer-problems.ts'

/** What the pages of one origin may do. */
export interface Application {
  /** An origin or an origin pattern. */
  readonly origin: string
  readonly methods: readonly string[]
  /** False: it sends requests and does not read the answers. */
  readonly read: boolean
  /** Whether its requests have cookies. */
  readonly credentials: boolean
  /** Lower case. */
  readonly requestHeaders: readonly string[]
  /** Path patterns; empty for every path that is neither public nor confidential. */
  readonly paths: readonly string[]
  readonly owner: string | null
}

/** The words with a meaning of their own. */
const CREDENTIALS = 'credentials'
const SEND_ONLY = 'send-only'

/** Methods of requests that have a body, and so a `Content-Type`. */
const WITH_BODY: ReadonlySet<string> = new Set(['PATCH', 'POST', 'PUT'])

/**
 * Reads `https://app.example.com GET POST /v1/orders/** credentials`.
 *
 * Without further words the least is granted: GET, without cookies and request headers.
 *
 * @throws {CommandError} Exit 64 for an invalid word.
 */
export function readOriginFlag(text: string): Application {
  const [origin = '', ...words] = text.trim().split(/\s+/)
  const fail = (problem: string, help?: string): never => {
    throw new CommandError(EXIT.usage, `\`--origin ${text}\`: ${problem}`, help)
  }
  const problem = originProblem(origin)
  if (problem !== undefined) return fail(problem)
  const methods: string[] = []
  const headers: string[] = []
  const paths: string[] = []
  let owner: string | null = null
  for (const word of words) {
    if (word === CREDENTIALS || word === SEND_ONLY) continue
    const meant = meantKeyword(word)
    if (meant !== undefined)
      return fail(`\`${word}\` is not a keyword`, `did you mean \`${meant}\`?`)
    if (word.startsWith('/')) {
      const wrong = pathProblem(word)
      if (wrong !== undefined) return fail(`\`${word}\`: ${wrong}`)
      paths.push(word)
    } else if (word.includes('@')) {
      const wrong = addressProblem(word)
      if (wrong !== undefined) return fail(`\`${word}\`: ${wrong}`)
      owner = word
    } else if (!isToken(word)) {
      return fail(`\`${word}\` is not a method, a header, a path or an address`, WORDS)
    } else if (word === word.toUpperCase()) {
      if (isForbiddenMethod(word)) return fail(`browsers never send the method \`${word}\``)
      methods.push(word)
    } else if (normalizeMethod(word) !== word || word === 'patch') {
      return fail(`methods are case-sensitive: write \`${word.toUpperCase()}\``)
    } else if (isForbiddenRequestHeader(word)) {
      return fail(`script cannot set the header \`${word}\``)
    } else headers.push(word.toLowerCase())
  }
  return applicationOf({
    origin,
    methods,
    read: !words.includes(SEND_ONLY),
    credentials: words.includes(CREDENTIALS),
    requestHeaders: headers,
    paths,
    owner,
  })
}

/** The keyword that a word is a near miss of: as a header name or a method it would change what is granted without notice. */
function meantKeyword(word: string): string | undefined {
  if (!isToken(word) || /^x-/i.test(word)) return undefined
  const keywords = [CREDENTIALS, SEND_ONLY]
  const near = nearestFinder()(lettersOf(word), keywords.map(lettersOf))
  return keywords.find((keyword) => lettersOf(keyword) === near)
}

function lettersOf(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '')
}

const WORDS = `--origin 'https://app.example.com GET POST /v1/orders/** authorization ${CREDENTIALS}'`

/** Fills in what follows from the rest: a method, and `content-type` for requests with a body. */
export function applicationOf(answers: Application): Application {
  const { methods, read, requestHeaders } = answers
  const all = methods.length > 0 ? methods : [read ? 'GET' : 'POST']
  const hasBody = read && all.some((method) => WITH_BODY.has(method))
  return {
    ...answers,
    methods: all,
    requestHeaders: hasBody
      ? [...new Set([...requestHeaders, 'content-type'])].sort()
      : requestHeaders,
  }
}

/** Whether the value has more words than the origin. */
export function hasWords(text: string): boolean {
  return /\s/.test(text.trim())
}
