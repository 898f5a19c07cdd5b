/**
 * Findings about the options of CORS libraries.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

const SEE = ['docs/guide/from-cors.md']

/** A module with these options of `cors`. */
function options(...lines: readonly string[]): string {
  return `import cors from 'cors'
app.use(cors({
${lines.map((line) => `  ${line},\n`).join('')}}))
`
}

const ORIGIN = "origin: 'https://app.example.com'"
const HEADERS = "allowedHeaders: ['content-type']"
const GOOD = options(ORIGIN, HEADERS)

export const corsOptionsRules: readonly FindingRule[] = [
  {
    code: 'MQ-860',
    severity: 'error',
    title: 'options that cannot be read',
    why: 'the options of a CORS library are read from the text of the file, which is never run',
    help: 'write the options as an object literal, alone in a JavaScript, TypeScript or JSON file',
    see: SEE,
    example: { bad: 'import { options } from "./options.js"\n', good: GOOD },
  },
  {
    code: 'MQ-861',
    severity: 'warning',
    title: 'value that only the running application knows',
    why: 'the file is never run, so the result of a function or the value of a variable is unknown; the draft grants nothing for it',
    help: 'replace it with a literal, or add its value to the policy',
    see: SEE,
    example: {
      bad: options('origin: (origin, callback) => callback(null, true)', HEADERS),
      good: GOOD,
    },
  },
  {
    code: 'MQ-862',
    severity: 'error',
    title: 'every website may read with credentials',
    why: 'the library answers every origin with itself and `Access-Control-Allow-Credentials`, so any website that a user visits reads what the user can read',
    help: 'list the origins of your own applications; no policy can grant this',
    see: [...SEE, 'D10', 'D13'],
    example: { bad: options('origin: true', 'credentials: true', HEADERS), good: GOOD },
  },
  {
    code: 'MQ-863',
    severity: 'warning',
    title: 'every website may read',
    why: 'that is right for public data only: the draft declares everything `public`, as it is today',
    help: 'list the origins of your own applications, or give what is not public a resource of its own',
    see: [...SEE, 'D10'],
    example: { bad: options("origin: '*'", HEADERS), good: GOOD },
  },
  {
    code: 'MQ-864',
    severity: 'warning',
    title: 'regular expression for origins',
    why: 'a policy lists origins and patterns of whole labels; a regular expression without anchors, or with an unescaped dot, also matches origins that others can register',
    help: 'list the origins that are meant',
    see: [...SEE, 'D3'],
    example: { bad: options('origin: /\\.example\\.com$/', HEADERS), good: GOOD },
  },
  {
    code: 'MQ-865',
    severity: 'warning',
    title: 'every request header is allowed',
    why: 'without a list the library allows whatever a preflight asks for; a grant lists the headers that script may set',
    help: 'list in `requestHeaders` what the applications send, for example `authorization`',
    see: [...SEE, 'D24'],
    example: { bad: options(ORIGIN), good: GOOD },
  },
  {
    code: 'MQ-866',
    severity: 'note',
    title: 'method that passes without being listed',
    why: 'browsers compare only methods that are not CORS-safelisted with the list; a grant permits the listed methods and no others',
    help: 'add the method to the grant if the applications use it',
    see: [...SEE, 'D27'],
    example: { bad: options(ORIGIN, "methods: ['GET']", HEADERS), good: GOOD },
  },
  {
    code: 'MQ-867',
    severity: 'note',
    title: 'option without a counterpart',
    why: 'a policy has no key for it, because none is needed',
    help: 'no change needed',
    see: SEE,
    example: { bad: options(ORIGIN, HEADERS, 'optionsSuccessStatus: 200'), good: GOOD },
  },
  {
    code: 'MQ-868',
    severity: 'warning',
    title: 'origin that is left out',
    why: 'it never matches, or a policy does not trust it',
    help: 'remove it, or write the origin exactly as the browser sends it',
    see: [...SEE, 'D3'],
    example: { bad: options("origin: ['https://app.example.com/']", HEADERS), good: GOOD },
  },
  {
    code: 'MQ-869',
    severity: 'warning',
    title: 'unknown option',
    why: 'the library ignores it, so it does not do what its name says',
    help: 'remove it, or use the name that the library has',
    see: SEE,
    example: { bad: options(ORIGIN, HEADERS, "allowMethods: ['GET']"), good: GOOD },
  },
  {
    code: 'MQ-870',
    severity: 'warning',
    title: 'value that is not carried over as it is',
    why: 'browsers ignore it, or a policy does not allow it',
    help: 'correct it in the policy',
    see: [...SEE, 'D27'],
    example: { bad: options(ORIGIN, HEADERS, 'maxAge: 864000'), good: GOOD },
  },
  {
    code: 'MQ-871',
    severity: 'note',
    title: 'loopback origin in development only',
    why: 'any program on the machine of a user can serve pages there, so production does not trust it',
    help: 'no change needed; check and compile with `--env development` where it is used',
    see: SEE,
    example: {
      bad: options("origin: ['https://app.example.com', 'http://localhost:3000']", HEADERS),
      good: GOOD,
    },
  },
]
