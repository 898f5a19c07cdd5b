/**
 * Findings about logs of servers.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

const SEE = ['docs/guide/learn.md']

/** A line of a JSON log. */
function line(fields: { readonly [name: string]: string | number } = {}): string {
  return `${JSON.stringify({
    method: 'GET',
    host: 'api.example.com',
    path: '/v1/orders',
    status: 200,
    origin: 'https://app.example.com',
    has_cookie: 0,
    allow_origin: 'https://app.example.com',
    allow_credentials: '',
    ...fields,
  })}\n`
}

const PREFLIGHT = line({
  method: 'OPTIONS',
  asked_method: 'GET',
  asked_headers: 'authorization',
  allow_headers: 'authorization',
})
const GOOD = `${PREFLIGHT}${line()}${line()}`

export const logRules: readonly FindingRule[] = [
  {
    code: 'MQ-880',
    severity: 'error',
    title: 'log that cannot be read',
    why: 'lines are those of an access log, as JSON or in the combined format, or of the decision log of Marque',
    help: 'give the format with `--log-format`: the `log_format` of nginx or the `LogFormat` of Apache as it is written in the configuration',
    see: SEE,
    example: { bad: 'GET /v1/orders from https://app.example.com: 200\n', good: GOOD },
  },
  {
    code: 'MQ-881',
    severity: 'error',
    title: 'log without origins',
    why: 'the formats that servers have by default do not log `Origin`, and without it a line does not show which page asks',
    help: 'add a log format with `Origin` and `Access-Control-Allow-Origin` to the server; docs/guide/learn.md has the lines',
    see: SEE,
    example: {
      bad: '192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /v1/orders HTTP/1.1" 200 612 "-" "curl/8.14"\n',
      good: GOOD,
    },
  },
  {
    code: 'MQ-882',
    severity: 'warning',
    title: 'origin of the log that is left out',
    why: 'a draft grants only what is known to be the page of a website, and what the API allows today',
    help: 'no change needed; if it is an application of yours, name it: `--origin`',
    see: SEE,
    example: {
      bad: GOOD + line({ origin: 'https://other.example', allow_origin: '' }),
      good: GOOD,
    },
  },
  {
    code: 'MQ-883',
    severity: 'warning',
    title: 'origin of the log that may be yours',
    why: 'anybody can send any `Origin`, so that requests alone, however many, are no reason for a grant',
    help: 'if it is an application of yours, name it: `--origin`; or log `Access-Control-Allow-Origin` of the answers',
    see: SEE,
    example: {
      bad: GOOD + line({ origin: 'https://other.example', allow_origin: '*' }),
      good: GOOD,
    },
  },
  {
    code: 'MQ-884',
    severity: 'warning',
    title: 'API that may allow whoever asks',
    why: 'an API that answers with the `Origin` of the request allows attackers too, so that its answers are no reason for a grant',
    help: 'name the applications that you know: `--origin`; `marque scan` tests the API',
    see: SEE,
    example: {
      bad: GOOD + line({ origin: 'null', allow_origin: 'null' }),
      good: GOOD,
    },
  },
  {
    code: 'MQ-885',
    severity: 'note',
    title: 'lines of the log that are left out',
    why: 'a draft is made of successful requests that script of another origin sends to the API, and whose answers it may read',
    help: 'no change needed',
    see: SEE,
    example: { bad: GOOD + line({ host: 'www.example.com' }), good: GOOD },
  },
  {
    code: 'MQ-886',
    severity: 'warning',
    title: 'log without an origin that gets a grant',
    why: 'without one the draft grants nothing',
    help: 'check `--self`; if the log does not show what the API allowed, name your applications: `--origin`',
    see: SEE,
    example: { bad: line({ origin: '' }), good: GOOD },
  },
  {
    code: 'MQ-887',
    severity: 'note',
    title: 'log without cookies or request headers',
    why: 'a draft grants credentials and request headers only where they were seen to be used and allowed',
    help: 'if the application logs in, add `credentials: true` or `requestHeaders` by hand, or add the fields to the log; docs/guide/learn.md has the lines',
    see: SEE,
    example: { bad: line() + line(), good: GOOD },
  },
  {
    code: 'MQ-888',
    severity: 'warning',
    title: 'paths of the log that are read as one',
    why: 'many names below one path are values such as titles of articles, and a grant to all of them also covers names that were not seen',
    help: 'check that no endpoint with other grants is among them, and give each such endpoint a resource of its own',
    see: SEE,
    example: {
      bad:
        PREFLIGHT +
        Array.from({ length: 41 }, (_, at) =>
          line({ path: `/v1/articles/${'abc'.repeat(2)}-${words(at)}` }),
        ).join(''),
      good: GOOD,
    },
  },
]

/** A name without digits, which would be an identifier. */
function words(at: number): string {
  return String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26))
}
