import type { HeaderLine } from '../request.ts'

export interface AnswerCase {
  readonly name: string
  /** What the decision sets, owns and varies by. */
  readonly sets?: readonly HeaderLine[]
  readonly removes?: readonly string[]
  readonly vary?: readonly string[]
  readonly below: readonly HeaderLine[]
  readonly answer: readonly HeaderLine[]
}

const ACAO: HeaderLine = ['access-control-allow-origin', 'https://app.example.com']
const CORP: HeaderLine = ['cross-origin-resource-policy', 'same-origin']

/** D22. */
export const answerCases: readonly AnswerCase[] = [
  { name: 'nothing from nothing', below: [], answer: [] },
  {
    name: 'what is decided, and Vary',
    sets: [ACAO],
    vary: ['Origin'],
    below: [],
    answer: [ACAO, ['vary', 'Origin']],
  },
  {
    name: 'other lines stay as they are, in their order, repeated ones too',
    below: [
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['X-Access-Control-Allow-Origin', '*'],
      ['Access-Control', 'x'],
    ],
    answer: [
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['X-Access-Control-Allow-Origin', '*'],
      ['Access-Control', 'x'],
    ],
  },
  {
    name: 'every Access-Control header from below goes, in any case and number',
    sets: [ACAO],
    below: [
      ['Access-Control-Allow-Origin', '*'],
      ['ACCESS-CONTROL-ALLOW-ORIGIN', 'https://evil.test'],
      ['access-control-allow-credentials', 'true'],
      ['Access-Control-Expose-Headers', 'x'],
      ['Access-Control-Allow-Private-Network', 'true'],
      ['access-control-unheard-of', '1'],
      ['X-A', '1'],
    ],
    answer: [['X-A', '1'], ACAO],
  },
  {
    name: 'and where nothing is granted, too',
    below: [['Access-Control-Allow-Origin', '*']],
    answer: [],
  },
  {
    name: 'what the decision sets replaces what came',
    sets: [CORP, ['cache-control', 'no-store']],
    below: [
      ['Cross-Origin-Resource-Policy', 'cross-origin'],
      ['Cache-Control', 'max-age=60'],
    ],
    answer: [CORP, ['cache-control', 'no-store']],
  },
  {
    name: 'what the policy owns goes, also where it sets nothing',
    removes: ['timing-allow-origin'],
    below: [
      ['Timing-Allow-Origin', '*'],
      ['timing-allow-origin', 'x'],
      ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ],
    answer: [['Cross-Origin-Resource-Policy', 'cross-origin']],
  },
  {
    name: 'Vary of the application is kept, and joined',
    vary: ['Origin'],
    below: [
      ['Vary', 'Accept-Encoding'],
      ['Content-Type', 'text/plain'],
    ],
    answer: [
      ['Content-Type', 'text/plain'],
      ['vary', 'Accept-Encoding, Origin'],
    ],
  },
  {
    name: 'no name comes twice, in whatever case or line',
    vary: ['Origin', 'Sec-Fetch-Site'],
    below: [
      ['Vary', 'Accept-Encoding,origin'],
      ['VARY', ' \tAccept-Language\t ,, accept-encoding, ORIGIN'],
    ],
    answer: [['vary', 'Accept-Encoding, origin, Accept-Language, Sec-Fetch-Site']],
  },
  {
    name: 'Vary of the application stays where the decision varies by nothing',
    below: [['Vary', 'Accept-Encoding']],
    answer: [['vary', 'Accept-Encoding']],
  },
  {
    name: 'what is no name keeps the spaces within',
    below: [['Vary', '\t a \t b \t']],
    answer: [['vary', 'a \t b']],
  },
  { name: 'an empty Vary goes', below: [['Vary', ' , ']], answer: [] },
  {
    name: 'an empty Vary gives way',
    vary: ['Origin'],
    below: [['vary', '']],
    answer: [['vary', 'Origin']],
  },
  { name: '`Vary: *` stays', vary: ['Origin'], below: [['Vary', '*']], answer: [['vary', '*']] },
  {
    name: '`*` among names is all there is',
    vary: ['Origin'],
    below: [
      ['Vary', 'Accept'],
      ['Vary', 'Cookie, * '],
    ],
    answer: [['vary', '*']],
  },
]
