/**
 * Origins that are let in and should not be, whatever the policy is.
 *
 * @module
 */
import { fieldsOf } from '../comparison/index.ts'
import { found, listed, type ScanDiagnosis, withCredentials } from './found.ts'
import {
  allowed,
  answerFor,
  credentials,
  freshAnswers,
  isEchoed,
  type ScannedAnswer,
  type ScannedAnswers,
} from './scanned-answer.ts'
import {
  INTERNAL_ORIGINS,
  isInternal,
  neighboursOnSharedHost,
  STRANGERS,
  THIRD_PARTY_ORIGINS,
} from './scanned-origins.ts'

/** One origin that nobody lists is enough: the other may be refused for its top-level domain. */
export const reflectsAnyOrigin: ScanDiagnosis = (answers) => {
  const strangers = STRANGERS.map((origin) => answerFor(answers, origin))
  const echoed = strangers.filter((each) => each !== undefined).filter(isEchoed)
  const [wrong] = echoed
  if (wrong === undefined) return null
  const other = echoed[1] ?? strangers.find((each) => each !== wrong) ?? answerFor(answers, null)
  return found(
    'reflects-any-origin',
    `the API lets in any origin${withCredentials(wrong)}`,
    wrong,
    other,
  )
}

export const wildcardWithCredentials: ScanDiagnosis = (answers) => {
  const wrong = answers.filter((each) => allowed(each) === '*' && credentials(each))
  return found(
    'wildcard-with-credentials',
    'the API answers `*` beside Access-Control-Allow-Credentials',
    wrong[0],
    wrong[1] ?? answers.find((each) => each !== wrong[0]),
  )
}

export const reflectsNull: ScanDiagnosis = (answers) => {
  const wrong = answerFor(answers, 'null')
  if (wrong === undefined || !isEchoed(wrong)) return null
  return found(
    'reflects-null',
    `the API lets in the origin \`null\`${withCredentials(wrong)}`,
    wrong,
    answerFor(answers, STRANGERS[0]),
  )
}

/** Names of strangers on shared hosts; beside a trusted one too. */
export const trustsThirdParty: ScanDiagnosis = (answers, { trusted }) => {
  const asked = [
    ...(trusted === null ? [] : neighboursOnSharedHost(trusted)),
    ...THIRD_PARTY_ORIGINS,
  ]
  return letIn('trusts-third-party', 'names that anyone can have', answers, asked)
}

/** The own origin, and the one that the user calls trusted, are no finding. */
export const internalOrigin: ScanDiagnosis = (answers, { own, trusted }) => {
  const isOther = (origin: string): boolean => origin !== own && origin !== trusted
  const asked = INTERNAL_ORIGINS.filter(isOther)
  const what = 'internal origins'
  const echoed = letIn('internal-origin', what, answers, asked)
  if (echoed !== null) return echoed
  const constant = freshAnswers(answers).filter((each) => {
    const origin = allowed(each)
    return origin !== null && isOther(origin) && isInternal(origin)
  })
  const [wrong, other] = constant
  return wrong === undefined
    ? null
    : found(
        'internal-origin',
        `the API lets in ${listed([allowed(wrong) ?? ''])}${withCredentials(wrong)}`,
        wrong,
        other,
      )
}

export const insecureOriginWithCredentials: ScanDiagnosis = (answers, { own }) => {
  const wrong = freshAnswers(answers).filter((each) => {
    const origin = allowed(each) ?? ''
    const isInsecure = /^http:\/\//i.test(origin) && origin !== own && !isInternal(origin)
    return isInsecure && credentials(each)
  })
  const [first] = wrong
  if (first === undefined) return null
  return found(
    'insecure-origin-with-credentials',
    `the API lets in ${listed([allowed(first) ?? ''])}, an origin without TLS, with credentials`,
    first,
    wrong[1] ?? answerFor(answers, STRANGERS[0]),
  )
}

/** Only where neither answer allows an origin: beside a constant origin the header is part of the grant. */
export const credentialsEverywhere: ScanDiagnosis = (answers) => {
  const isAlone = (each: ScannedAnswer | undefined): each is ScannedAnswer =>
    each !== undefined &&
    fieldsOf(each.answer).allowOrigin.length === 0 &&
    fieldsOf(each.answer).allowCredentials.length > 0
  const [stranger, none] = [answerFor(answers, STRANGERS[0]), answerFor(answers, null)]
  if (!isAlone(stranger) || !isAlone(none)) return null
  return found(
    'credentials-everywhere',
    'the API sends Access-Control-Allow-Credentials whoever asks',
    stranger,
    none,
  )
}

function letIn(
  cause: 'trusts-third-party' | 'internal-origin',
  what: string,
  answers: ScannedAnswers,
  asked: readonly string[],
): ReturnType<ScanDiagnosis> {
  const wrong = asked
    .map((origin) => answerFor(answers, origin))
    .filter((each) => each !== undefined)
    .filter(isEchoed)
  const [first] = [...wrong.filter(credentials), ...wrong]
  if (first === undefined) return null
  const origins = wrong.map(({ request }) => request.origin ?? '')
  return found(
    cause,
    `the API lets in ${what}${withCredentials(first)}: ${listed(origins)}`,
    first,
    wrong.find((each) => each !== first) ?? answerFor(answers, STRANGERS[0]),
  )
}
