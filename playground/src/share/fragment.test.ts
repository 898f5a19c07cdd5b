import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY, FIELD_LIMITS, type Form } from '../input/form.ts'
import { toBase64Url } from './base64url.ts'
import { hostile, strangers } from './fragment.cases.ts'
import { FRAGMENT_LIMITS, readFragment, writeFragment } from './fragment.ts'

for (const { name, fragment } of hostile) {
  test(`${name} is refused with a message`, async () => {
    expect(await readFragment(fragment)).toEqual({
      problem: expect.stringMatching(/^the (link|URL)/),
    })
  })
}

for (const { name, json } of strangers) {
  test(`${name} is no form`, async () => {
    expect(await readFragment(packed(Buffer.from(json)))).toEqual({
      problem: expect.stringContaining('damaged'),
    })
  })
}

test('no fragment is no form', async () => {
  expect(await readFragment('')).toEqual({ form: null })
  expect(await readFragment('#')).toEqual({ form: null })
})

test('a link that unfolds to many megabytes is given up', async () => {
  const bomb = packed(Buffer.alloc(50_000_000, 0x20))
  expect(bomb.length).toBeLessThan(FRAGMENT_LIMITS.characters)
  expect(await readFragment(bomb)).toHaveProperty('problem')
})

test('what is not UTF-8 is damaged', async () => {
  expect(await readFragment(packed(Buffer.from([0x7b, 0xff, 0x7d])))).toHaveProperty('problem')
})

test('a cut link is damaged', async () => {
  const whole = (await writeFragment({ ...EMPTY, policy: 'version: 1\n'.repeat(20) })) ?? ''
  for (let length = 3; length < whole.length; length++) {
    expect(await readFragment(whole.slice(0, length))).toHaveProperty('problem')
  }
})

test('a form that no link can carry has none', async () => {
  let seed = 1
  const noise = Array.from({ length: 300_000 }, () => {
    seed = (seed * 48271) % 2147483647
    return String.fromCharCode(0x20 + (seed % 95))
  }).join('')
  expect(await writeFragment({ ...EMPTY, policy: noise })).toBeUndefined()
})

test('a field that would not be read back has no link', async () => {
  expect(await writeFragment({ ...EMPTY, method: 'A'.repeat(FIELD_LIMITS.method) })).toBeDefined()
  expect(
    await writeFragment({ ...EMPTY, method: 'A'.repeat(FIELD_LIMITS.method + 1) }),
  ).toBeUndefined()
})

test('every form comes back from its link', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 })
  const form: fc.Arbitrary<Form> = fc.record({
    policy: fc.string({ unit: 'grapheme', maxLength: 2_000 }),
    environment: text,
    now: text,
    origin: text,
    method: text,
    url: text,
    headers: text,
    credentials: fc.boolean(),
    context: text,
  })
  await fc.assert(
    fc.asyncProperty(form, async (written) => {
      const fragment = (await writeFragment(written)) ?? ''
      expect(fragment).toMatch(/^#1\.[\w-]+$/)
      expect(await readFragment(fragment)).toEqual({ form: written })
    }),
  )
})

test('the bounds of the fields hold in what a link may unfold to', () => {
  const most = Object.values(FIELD_LIMITS).reduce((sum, limit) => sum + limit, 0)
  expect(most).toBeLessThan(FRAGMENT_LIMITS.bytes)
})

function packed(bytes: Buffer): string {
  return `#1.${toBase64Url(deflateRawSync(bytes, { level: 9 }))}`
}
