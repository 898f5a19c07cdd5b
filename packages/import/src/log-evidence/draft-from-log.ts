/**
 * A draft from what a log shows.
 *
 * An attacker writes into every log: anybody can send any `Origin`, as often as they like. So an origin is granted only what the API
 * allowed it by its name, or what a person confirms; everything else is a finding and a question in the draft.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { joinWithoutPositions, type UnplacedFinding } from '../catalogue/index.ts'
import { shorten } from '../findings/index.ts'
import { draftFromTraffic, type TrafficAnswers, type TrafficDraft } from '../traffic/index.ts'
import type { LeftOutLine, LogEvidence } from './log-evidence.ts'
import type { OriginEvidence } from './origin-evidence.ts'

/** Answers that an origin needs for a grant: one alone can be a test. */
const LEAST_ANSWERS = 2

/** Origins that are listed by name, those with the most requests first. */
const LISTED = 20

const LEFT_OUT: { readonly [reason in LeftOutLine]: string } = {
  broken: 'in another format',
  'no-origin-field': 'without a field for the origin',
  'no-origin': 'of requests without `Origin`: not of script of another origin',
  'same-origin': 'of pages of the API itself',
  'other-event': 'of other events than decisions',
  elsewhere: 'about other hosts than `--self`',
  path: 'with paths that layers may read in more than one way, or beyond 5000 different paths',
  'row-limit': 'beyond 50000 kinds of requests',
  'origin-limit': 'of origins with few requests, beyond 20000 origins',
  'method-unknown': 'of preflights without the method that they ask for',
  long: 'with more than 65536 characters',
}

/** A draft, and what it leaves out; null with an error. */
export interface LogDraft {
  readonly draft: TrafficDraft['draft'] | null
  readonly findings: readonly Finding[]
}

/** Drafts a policy; `evidence` has read all lines. */
export function draftFromLog(evidence: LogEvidence, answers: TrafficAnswers): LogDraft {
  evidence.finish()
  const found: UnplacedFinding[] = leftOutLines(evidence)
  if (evidence.origins.size === 0 && (evidence.leftOut.get('no-origin-field') ?? 0) > 0) {
    found.push({ code: 'MQ-881', message: 'no line of the log has a field for the origin' })
    return { draft: null, findings: joinWithoutPositions(answers.file, found) }
  }
  const broken = evidence.leftOut.get('broken') ?? 0
  if (evidence.shows.lines > 0 && broken === evidence.shows.lines) {
    found.push({ code: 'MQ-880', message: 'no line of the log has a format that is known' })
    return { draft: null, findings: joinWithoutPositions(answers.file, found) }
  }
  if (evidence.echoed !== null)
    found.push({
      code: 'MQ-884',
      message: `the API allowed \`${shorten(evidence.echoed)}\`, which no API allows on purpose: it may allow whoever asks`,
    })
  const judged = [...evidence.origins.values()]
    .sort((a, b) => b.total - a.total || (a.origin < b.origin ? -1 : 1))
    .map((one) => ({ one, ...judge(one, evidence) }))
  const granted = judged.filter(({ code }) => code === null).map(({ one }) => one)
  const rest = judged.filter(({ code }) => code !== null)
  found.push(...listed(rest, 'MQ-882'), ...listed(rest, 'MQ-883'), ...notes(evidence, granted))
  const questions = rest
    .filter(({ code }) => code === 'MQ-883')
    .slice(0, LISTED)
    .map(({ one, why }) => `- is ${shorten(one.origin)} yours? ${requests(one.total)}; ${why}`)
  const { draft, findings } = draftFromTraffic(
    granted.flatMap((one) => one.observations()),
    answers,
  )
  return {
    draft: {
      ...draft,
      comments: [
        `A first policy from the log ${answers.file}. Review it before use: it grants what was logged, intended or not.`,
        'Anybody can send any `Origin`: compare the origins with what you run. A log does not show which response headers',
        'script reads: add them to `exposeHeaders`.',
        ...(questions.length > 0 ? ['Not granted:', ...questions] : []),
      ],
    },
    findings: [...joinWithoutPositions(answers.file, found), ...findings],
  }
}

interface Judgement {
  /** Null for an origin that is granted something. */
  readonly code: 'MQ-882' | 'MQ-883' | null
  readonly why: string
}

function judge(one: OriginEvidence, evidence: LogEvidence): Judgement {
  const { origin, counts } = one
  const leave = (why: string): Judgement => ({ code: 'MQ-882', why })
  const ask = (why: string): Judgement => ({ code: 'MQ-883', why })
  const hasRows = one.observations().some(({ count }) => count > 0)
  if (evidence.isConfirmed(origin))
    return hasRows ? { code: null, why: '' } : leave('the log has no successful request of it')
  if (one.noise !== undefined) return leave(one.noise)
  const read = counts.granted + counts.any + counts.unknown
  if (read === 0) {
    if (counts.refused > 0) return leave('the API never allowed it to read an answer')
    return leave(one.failed > 0 ? 'only errors were answered' : 'only preflights were seen')
  }
  if (counts.granted === 0)
    return ask(
      counts.unknown >= counts.any
        ? 'the log does not show that the API allowed it'
        : 'the API allowed any origin (`*`), which says nothing about this one',
    )
  if (counts.granted - counts.withheld < LEAST_ANSWERS) return ask('it was seen only once')
  if (evidence.echoed !== null) return ask('the API may allow whoever asks')
  return hasRows
    ? { code: null, why: '' }
    : leave('its requests have paths that layers may read in more than one way')
}

/** The origins with the most requests by name, the others as a count. */
function listed(
  judged: readonly (Judgement & { readonly one: OriginEvidence })[],
  wanted: 'MQ-882' | 'MQ-883',
): readonly UnplacedFinding[] {
  const all = judged.filter(({ code }) => code === wanted)
  const found: UnplacedFinding[] = all.slice(0, LISTED).map(({ one, why }) => ({
    code: wanted,
    message: `\`${shorten(one.origin)}\` is left out (${requests(one.total)}): ${why}`,
  }))
  const others = all.slice(LISTED)
  if (others.length > 0) {
    const count = others.reduce((sum, { one }) => sum + one.total, 0)
    found.push({
      code: wanted,
      message: `${others.length} more origins are left out (${requests(count)})`,
    })
  }
  return found
}

function notes(
  evidence: LogEvidence,
  granted: readonly OriginEvidence[],
): readonly UnplacedFinding[] {
  const found: UnplacedFinding[] = []
  if (granted.length === 0)
    found.push({ code: 'MQ-886', message: 'the log has no origin that gets a grant' })
  for (const one of granted) {
    const { refused, any, unknown } = one.counts
    const other = evidence.isConfirmed(one.origin) ? refused : refused + any + unknown - one.sockets
    const left = [
      ...(one.failed > 0 ? [`${requests(one.failed)} with an error`] : []),
      ...(other > 0 ? [`${requests(other)} that the API did not allow by name`] : []),
      ...(one.sockets > 0 && !evidence.isConfirmed(one.origin)
        ? [
            `${one.sockets} opened WebSockets, because the log does not show that the API checked it`,
          ]
        : []),
    ]
    if (left.length > 0)
      found.push({ code: 'MQ-885', message: `of \`${one.origin}\` left out: ${left.join(', ')}` })
  }
  const lacks = [
    ...(evidence.shows.cookies ? [] : ['cookies']),
    ...(evidence.shows.requestHeaders ? [] : ['request headers']),
  ]
  if (granted.length > 0 && lacks.length > 0)
    found.push({
      code: 'MQ-887',
      message: `the log does not show ${lacks.join(' and ')}, so none are granted`,
    })
  for (const path of evidence.paths.grouped)
    found.push({
      code: 'MQ-888',
      message: `\`${shorten(path)}\` has more than 40 names below it, which the draft reads as one \`{id}\``,
    })
  return found
}

function leftOutLines(evidence: LogEvidence): UnplacedFinding[] {
  return [...evidence.leftOut].map(([reason, count]) => ({
    code: 'MQ-885',
    message: `${count === 1 ? '1 line' : `${count} lines`} ${LEFT_OUT[reason]}`,
  }))
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`
}
