import { expect, test } from 'vitest'
import { readSignatureField, writeSignatureField } from './signature-field.ts'

const field = {
  keyId: 'b1',
  number: 42,
  issuedAt: 1_764_000_000_000,
  signature: new Uint8Array(64).fill(7),
}
const text = writeSignatureField(field)

test('what is written is read back', () => expect(readSignatureField(text)).toEqual(field))

const refused = {
  'another order': text.replace(/^(keyId=[^;]*);(number=[^;]*)/, '$2;$1'),
  'a space': text.replace(';', '; '),
  'a second field behind it': `${text}, ${text}`,
  'a part left out': text.replace(/issuedAt=\d+;/, ''),
  'a leading zero': text.replace('number=42', 'number=042'),
  'a negative number': text.replace('number=42', 'number=-42'),
  'a short signature': text.slice(0, -1),
  padding: `${text}=`,
  'an empty key': text.replace('b1', ''),
  nothing: '',
}

for (const [name, value] of Object.entries(refused)) {
  test(`${name} is refused`, () => expect(readSignatureField(value)).toBeUndefined())
}
