/** Fragments that the page did not write. */
export const hostile: readonly { readonly name: string; readonly fragment: string }[] = [
  { name: 'no version', fragment: '#hello' },
  { name: 'markup', fragment: '#<img src=x onerror=alert(1)>' },
  { name: 'markup behind a version', fragment: '#1.<script>alert(1)</script>' },
  { name: 'another version', fragment: '#2.AAAA' },
  { name: 'a version with a sign', fragment: '#-1.AAAA' },
  { name: 'no payload', fragment: '#1.' },
  { name: 'letters outside of the alphabet', fragment: '#1.AA+/' },
  { name: 'a length that no bytes have', fragment: '#1.AAAAA' },
  { name: 'bytes that are not compressed', fragment: '#1.____' },
  { name: 'too long', fragment: `#1.${'A'.repeat(200_000)}` },
  { name: 'a percent escape', fragment: '#1.%3Cscript%3E' },
]

/** JSON that is well packed and is no form. */
export const strangers: readonly { readonly name: string; readonly json: string }[] = [
  { name: 'no object', json: '[]' },
  { name: 'null', json: 'null' },
  { name: 'no JSON', json: '{' },
  { name: 'a field that there is not', json: '{"script":"alert(1)"}' },
  { name: 'a field from the prototype', json: '{"__proto__":{"url":"x"}}' },
  { name: 'a constructor', json: '{"constructor":"x"}' },
  { name: 'a number for a text', json: '{"url":1}' },
  { name: 'a text for a box', json: '{"credentials":"yes"}' },
  { name: 'a list for a text', json: '{"policy":["a"]}' },
  { name: 'a method that is too long', json: JSON.stringify({ method: 'A'.repeat(1000) }) },
]
