/**
 * Calls on a page of `https://app.example.com`, and the credentials mode of the request that is sent.
 *
 * @module
 */
export interface Row {
  readonly title: string
  readonly input: string | (() => Request)
  readonly init?: { readonly [name: string]: string }
  readonly want: 'include' | 'same-origin' | 'omit'
}

const LISTED = 'https://api.example.com/v1/account/me'

export const rows: readonly Row[] = [
  { title: 'a listed path', input: LISTED, want: 'include' },
  { title: 'a listed path with a query', input: `${LISTED}?a=/x#y`, want: 'include' },
  { title: 'another path', input: 'https://api.example.com/v1/other', want: 'omit' },
  {
    title: 'another path with `include` of the caller',
    input: 'https://api.example.com/v1/other',
    init: { credentials: 'include' },
    want: 'omit',
  },
  {
    title: 'a listed path with `omit` of the caller',
    input: LISTED,
    init: { credentials: 'omit' },
    want: 'omit',
  },
  {
    title: 'a listed path with `same-origin` of the caller',
    input: LISTED,
    init: { credentials: 'same-origin' },
    want: 'same-origin',
  },
  {
    title: 'a listed path with `include` of the caller',
    input: LISTED,
    init: { credentials: 'include' },
    want: 'include',
  },
  {
    title: 'an API without credentials',
    input: 'https://open.example.com/v1/account/me',
    init: { credentials: 'include' },
    want: 'omit',
  },
  {
    title: 'an origin that is not listed',
    input: 'https://evil.example/v1/account/me',
    init: { credentials: 'include' },
    want: 'omit',
  },
  {
    title: 'another port is another origin',
    input: 'https://api.example.com:8443/v1/account/me',
    init: { credentials: 'include' },
    want: 'omit',
  },
  {
    title: 'another scheme is another origin',
    input: 'http://api.example.com/v1/account/me',
    init: { credentials: 'include' },
    want: 'omit',
  },
  {
    title: 'dot segments are resolved first',
    input: 'https://api.example.com/v1/account/../other',
    want: 'omit',
  },
  {
    title: 'an ambiguous path',
    input: 'https://api.example.com/v1/account/%2e%2e%2fother',
    want: 'omit',
  },
  {
    title: 'a Request without a credentials mode',
    input: () => new Request(LISTED),
    want: 'include',
  },
  {
    title: 'a Request with `omit`',
    input: () => new Request(LISTED, { credentials: 'omit' }),
    want: 'omit',
  },
  {
    title: 'a Request with `include`',
    input: () => new Request('https://evil.example/', { credentials: 'include' }),
    want: 'omit',
  },
  {
    title: 'by a function of url and method',
    input: 'https://by.example.com/mine',
    init: { method: 'PUT' },
    want: 'include',
  },
  { title: 'by a function that returns false', input: 'https://by.example.com/mine', want: 'omit' },
  { title: "the page's own origin", input: 'https://app.example.com/x', want: 'same-origin' },
  {
    title: "the page's own origin with `include`: a redirect must not forward it",
    input: 'https://app.example.com/x',
    init: { credentials: 'include' },
    want: 'same-origin',
  },
  {
    title: "the page's own origin with `omit`",
    input: 'https://app.example.com/x',
    init: { credentials: 'omit' },
    want: 'omit',
  },
]
