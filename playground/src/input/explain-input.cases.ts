import type { FieldName, Form } from './form.ts'

/** Valid input, from which the cases differ. */
export const VALID_INPUT: Partial<Form> = {
  origin: 'https://app.example.com',
  method: 'GET',
  url: 'https://api.example.com/v1/me',
}

/** Invalid forms, and the fields with problems. */
export const invalid: readonly {
  readonly name: string
  readonly form: Partial<Form>
  readonly fields: readonly FieldName[]
}[] = [
  { name: 'no method', form: { method: '' }, fields: ['method'] },
  { name: 'no address', form: { url: '' }, fields: ['url'] },
  { name: 'a path alone', form: { url: '/v1/me' }, fields: ['url'] },
  { name: 'an address of another kind', form: { url: 'file:///etc/passwd' }, fields: ['url'] },
  { name: 'an address that would run', form: { url: 'javascript:alert(1)' }, fields: ['url'] },
  { name: 'a header line without a colon', form: { headers: 'accept' }, fields: ['headers'] },
  { name: 'a header line without a name', form: { headers: ': 1' }, fields: ['headers'] },
  { name: 'a header name with a space', form: { headers: 'x a: 1' }, fields: ['headers'] },
  { name: 'a header value beyond a byte', form: { headers: 'x-a: ☃' }, fields: ['headers'] },
  { name: 'a context that is not JSON', form: { context: '{' }, fields: ['context'] },
  { name: 'a context that is a list', form: { context: '[]' }, fields: ['context'] },
  { name: 'a fact that there is not', form: { context: '{"role":"a"}' }, fields: ['context'] },
  { name: 'a fact from the prototype', form: { context: '{"toString":1}' }, fields: ['context'] },
  { name: 'roles that are a text', form: { context: '{"roles":"a"}' }, fields: ['context'] },
  {
    name: 'a token without an end',
    form: { context: '{"token":{"id":"1","origin":"a","resource":"b"}}' },
    fields: ['context'],
  },
  {
    name: 'a login at no instant',
    form: { context: '{"authenticatedAt":"yesterday"}' },
    fields: ['context'],
  },
  { name: 'a day', form: { now: '2026-11-22' }, fields: ['now'] },
  { name: 'an instant without an offset', form: { now: '2026-11-22T12:00:00' }, fields: ['now'] },
  { name: 'a day that is in no calendar', form: { now: '2026-02-30T12:00:00Z' }, fields: ['now'] },
  {
    name: 'everything at once',
    form: { method: '', url: '', headers: 'a', context: 'b', now: 'c' },
    fields: ['method', 'url', 'headers', 'context', 'now'],
  },
]
