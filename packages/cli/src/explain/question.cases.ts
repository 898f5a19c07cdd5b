import type { QuestionFlags } from './question.ts'

export const flags: QuestionFlags = {
  origin: undefined,
  method: 'GET',
  header: [],
  credentials: false,
  context: undefined,
  preflight: false,
}

const URL = 'https://api.example.com/v1/me'
const origin = 'https://app.example.com'

/** What is refused, and the words of the message. */
export const refused: readonly (readonly [
  name: string,
  url: string,
  flags: Partial<QuestionFlags>,
  says: string,
])[] = [
  ['a path', '/v1/me', {}, '`/v1/me` is no URL'],
  ['a host', 'api.example.com/v1', {}, 'is no URL'],
  ['another scheme', 'ftp://api.example.com/', {}, 'is no URL'],
  ['no host', 'https://', {}, 'is no URL'],
  ['nothing', '', {}, '`` is no URL'],
  ['a space', 'https://api.example.com/a b', {}, 'holds a space'],
  ['a letter beyond ASCII', 'https://api.example.com/ä', {}, 'beyond ASCII'],
  ['a line break', 'https://api.example.com/\nx', {}, 'a control character'],
  ['a fragment', `${URL}#top`, {}, 'has a fragment'],
  ['a method of two words', URL, { method: 'GET POST' }, '`GET POST` is no method'],
  ['an empty method', URL, { method: '' }, '`` is no method'],
  ['a socket with POST', 'wss://api.example.com/', { method: 'POST' }, 'is opened with GET'],
  ['a header without colon', URL, { header: ['x-trace'] }, '`x-trace` is no header'],
  ['a header without name', URL, { header: [': 1'] }, '`: 1` is no header'],
  ['a header with a space in its name', URL, { header: ['x trace: 1'] }, 'is no header'],
  ['a line break in a value', URL, { header: ['x: a\r\ny: b'] }, 'the value of `x`'],
  ['an emoji in a value', URL, { header: ['x: 🙂'] }, 'the value of `x`'],
  ['Origin as a header', URL, { header: ['origin: x'] }, '`Origin` is not written as a header'],
  ['an empty origin', URL, { origin: ' ' }, '`--origin` is empty'],
  ['an origin beyond ASCII', URL, { origin: 'https://bücher.example' }, 'beyond ASCII'],
  ['a preflight of nobody', URL, { preflight: true }, 'without `--origin` no page asks'],
  ['a preflight of a socket', 'wss://a.example/', { preflight: true, origin }, 'no preflight'],
  ['a context that is no JSON', URL, { context: '{roles' }, 'is not JSON'],
  ['a context that is a list', URL, { context: '[]' }, '`context` must be an object'],
  ['roles that are a text', URL, { context: '{"roles":"x"}' }, '`context.roles` must be an array'],
]
