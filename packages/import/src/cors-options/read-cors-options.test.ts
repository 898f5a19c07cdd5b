import { expect, test } from 'vitest'
import { optionsCases } from './read-cors-options.cases.ts'
import { readCorsOptions } from './read-cors-options.ts'

const self = ['https://api.example.com']
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

for (const { name, text, file = 'app.js', library = null, findings, want } of optionsCases) {
  test(`F13: ${name}`, () => {
    const read = readCorsOptions(bytesOf(text), file, { self, library })
    expect(read.findings.map(({ code, line }) => `${code} ${line}`)).toEqual(findings)
    if (want === null) expect(read.options).toBeNull()
    else expect(read.options).toMatchObject(want)
  })
}

test('an unanchored expression is named unsafe, with an origin that it also matches', () => {
  const text =
    "import cors from 'cors'\napp.use(cors({ origin: /example\\.com$/, allowedHeaders: [] }))"
  const { findings } = readCorsOptions(bytesOf(text), 'app.js', { self, library: null })
  expect(findings.map(({ message }) => message)).toEqual([
    '`/example\\.com$/` is unsafe: nothing begins it: `^` is missing; it also matches `https://attacker-example.com`',
  ])
})

test('the code is never run, and hostile files are findings', () => {
  const hostile = [
    "globalThis.ran = true; throw new Error('ran')",
    `export default { origin: ${'['.repeat(20_000)}`,
    `export default { origin: /${'(a+)+'.repeat(500)}$/ }`,
    `export default { ${'__proto__'}: { origin: '*' }, origin: 'https://a.example' }`,
    `export default { origin: "${'x'.repeat(1_100_000)}" }`,
    '\u0000\ufffd\u202e',
    'const a = b; const b = a; export default { origin: a }',
  ]
  for (const text of hostile) {
    const { findings } = readCorsOptions(bytesOf(text), 'app.js', { self, library: null })
    expect(findings.length).toBeGreaterThan(0)
  }
  expect('ran' in globalThis).toBe(false)
})

test('options of a library for another language are named, and say what to write', () => {
  for (const [file, text, name, line] of [
    [
      'cors.json',
      '{\n  "AllowedOrigins": ["https://app.example.com"], "AllowCredentials": true }',
      'AllowedOrigins',
      2,
    ],
    ['cors.json', '{ "allow_origins": ["https://app.example.com"] }', 'allow_origins', 1],
    [
      'cors.js',
      "export default { allowedOrigins: ['https://app.example.com'] }",
      'allowedOrigins',
      1,
    ],
  ] as const) {
    const { options, findings } = readCorsOptions(bytesOf(text), file, { self, library: null })
    expect(options).toBeNull()
    expect(findings.map(({ code, message, line }) => [code, message, line])).toEqual([
      ['MQ-860', `\`${name}\` is an option of a CORS library that cannot be read`, line],
    ])
    expect(findings[0]?.help).toContain('because defaults differ')
  }
})
