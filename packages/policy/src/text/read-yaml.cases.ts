/** Texts that are no document, or not only one: where each is refused, and with which code. */
export interface RefusedText {
  readonly name: string
  readonly text: string
  /** `CODE line:column`, in the order of the text. */
  readonly want: readonly string[]
}

export const refusedYaml: readonly RefusedText[] = [
  { name: 'empty', text: '', want: ['MQ-102 empty 1:1'] },
  { name: 'white space only', text: ' \n\n', want: ['MQ-102 empty 1:1'] },
  { name: 'comments only', text: '# nothing\n', want: ['MQ-102 empty 1:1'] },
  { name: 'a list at the top', text: '# x\n- a\n', want: ['MQ-102 not-a-mapping 2:1'] },
  { name: 'a text at the top', text: 'hello\n', want: ['MQ-102 not-a-mapping 1:1'] },
  { name: 'a number at the top', text: '42', want: ['MQ-102 not-a-mapping 1:1'] },
  { name: 'a bracket that is not closed', text: 'a: 1\nb: [x,\n', want: ['MQ-104 syntax 2:4'] },
  { name: 'a quote that is not closed', text: 'a: "x\n', want: ['MQ-104 syntax 1:4'] },
  { name: 'two texts on a line', text: "a: 'x' y\n", want: ['MQ-104 syntax 1:8'] },
  { name: 'a key on the line of a key', text: 'a: b: c\n', want: ['MQ-104 syntax 1:5'] },
  { name: 'a list on the line of its key', text: 'a: - b\n', want: ['MQ-104 syntax 1:4'] },
  { name: 'a template without quotes', text: 'a: {tenant}.api\n', want: ['MQ-104 syntax 1:12'] },
  { name: 'a bad escape', text: 'a: "\\q"\n', want: ['MQ-104 syntax 1:5'] },
  { name: 'a tab as indentation', text: 'a:\n\tb: 1\n', want: ['MQ-104 tab 2:1'] },
  { name: 'a tab after spaces', text: 'a:\n  \tb: 1\n', want: ['MQ-104 tab 2:3'] },
  { name: 'a tab after a dash', text: 'a:\n  - \tb: 1\n', want: ['MQ-104 tab 2:5'] },
  { name: 'a key twice', text: 'a: 1\nb: 2\na: 3\n', want: ['MQ-107 3:1'] },
  { name: 'a key twice in braces', text: 'a: {b: 1, b: 2}\n', want: ['MQ-107 1:11'] },
  { name: 'a key twice, once in quotes', text: 'a: 1\n"a": 2\n', want: ['MQ-107 2:1'] },
  { name: 'a key three times', text: 'a: 1\na: 2\na: 3\n', want: ['MQ-107 2:1', 'MQ-107 3:1'] },
  { name: 'an anchor', text: 'a: &x 1\n', want: ['MQ-108 anchor 1:4'] },
  { name: 'an alias', text: 'a: *x\n', want: ['MQ-108 alias 1:4'] },
  { name: 'an anchor on a key', text: '&x a: 1\n', want: ['MQ-108 anchor 1:1'] },
  {
    name: 'a bomb of aliases',
    text: 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n',
    want: [
      'MQ-108 anchor 1:4',
      'MQ-108 anchor 2:4',
      'MQ-108 alias 2:8',
      'MQ-108 alias 2:12',
      'MQ-108 alias 3:5',
      'MQ-108 alias 3:9',
    ],
  },
  { name: 'a tag', text: 'a: !!binary aGk=\n', want: ['MQ-108 tag 1:4'] },
  { name: 'a tag on a list', text: 'a: !x\n  - b\n', want: ['MQ-108 tag 1:4'] },
  { name: 'a directive', text: '%YAML 1.1\n---\na: 1\n', want: ['MQ-108 directive 1:1'] },
  { name: 'a second document', text: 'a: 1\n---\nb: 2\n', want: ['MQ-108 multiple-documents 2:1'] },
  {
    name: 'an empty second document',
    text: 'a: 1\n---\n',
    want: ['MQ-108 multiple-documents 2:1'],
  },
  { name: 'a number as key', text: '1: a\n', want: ['MQ-112 not-a-string 1:1'] },
  { name: '`null` as key', text: 'a: {null: 1}\n', want: ['MQ-112 not-a-string 1:5'] },
  { name: 'a list as key', text: '? [a]\n: b\n', want: ['MQ-112 not-a-string 1:1'] },
  { name: 'a merge key', text: 'a:\n  <<: {b: 1}\n', want: ['MQ-108 merge-key 2:3'] },
  { name: 'infinity', text: 'a: .inf\n', want: ['MQ-114 1:4'] },
  { name: 'no number', text: 'a: .nan\n', want: ['MQ-114 1:4'] },
  { name: 'a number out of range', text: 'a: 1e999\n', want: ['MQ-114 1:4'] },
  { name: 'a number that loses digits', text: 'a: 90071992547409931\n', want: ['MQ-114 1:4'] },
  { name: '`__proto__`', text: 'a:\n  __proto__: 1\n', want: ['MQ-112 reserved 2:3'] },
  { name: 'a star without quotes', text: 'a: [*]\n', want: ['MQ-104 missing-quotes 1:5'] },
  {
    name: 'a pattern without quotes',
    text: 'a: *.example.com # x\nb: 1\n',
    want: ['MQ-104 missing-quotes 1:4'],
  },
  {
    name: '`@tenant` without quotes',
    text: 'a: [@tenant, b]\n',
    want: ['MQ-104 missing-quotes 1:5'],
  },
  { name: 'a control character', text: 'a: "x\u0007"\n', want: ['MQ-100 control-character 1:6'] },
  { name: 'half a character', text: 'a: "\\uD800"\n', want: ['MQ-100 lone-surrogate 1:4'] },
  { name: 'a key below a value', text: 'a: b\n  c: d\n', want: ['MQ-104 indentation 2:3'] },
  {
    name: 'a key further left than its sisters',
    text: 'a:\n    b: 1\n  c: 2\n',
    want: ['MQ-104 indentation 3:3'],
  },
  { name: 'a list entry between keys', text: 'a: 1\n- b\n', want: ['MQ-104 indentation 2:1'] },
]

/** Texts and what they say, where YAML surprises people. */
export const readYamlCases: readonly {
  readonly name: string
  readonly text: string
  readonly want: unknown
}[] = [
  {
    name: 'words of YAML 1.1 are texts',
    text: 'a: [yes, no, on, off, y]',
    want: { a: ['yes', 'no', 'on', 'off', 'y'] },
  },
  { name: 'dates are texts', text: 'a: 2099-05-01', want: { a: '2099-05-01' } },
  { name: 'sexagesimals are texts', text: 'a: 1:30', want: { a: '1:30' } },
  { name: 'octal is what says so', text: 'a: [0o17, 017]', want: { a: [15, 17] } },
  { name: 'an empty value is null', text: 'a:\nb: ~', want: { a: null, b: null } },
  {
    name: 'a list at the column of its key',
    text: 'a:\n- x\n- y\nb: 1',
    want: { a: ['x', 'y'], b: 1 },
  },
  { name: 'mappings in a list', text: '- a: 1\n  b: 2\n- - c', want: [{ a: 1, b: 2 }, ['c']] },
  {
    name: 'an origin needs no quotes',
    text: 'a: [http://localhost:*, https://*.b.c]',
    want: { a: ['http://localhost:*', 'https://*.b.c'] },
  },
  { name: 'a hash inside a word', text: 'a: b#c # d', want: { a: 'b#c' } },
  {
    name: 'lines of brackets',
    text: 'a: [\n  b, # c\n  d,\n]\ne: 1',
    want: { a: ['b', 'd'], e: 1 },
  },
  { name: 'a folded text', text: 'a: >-\n  b\n  c\n\n  d\n', want: { a: 'b c\nd' } },
  { name: 'a literal text', text: 'a: |\n  b\n   c\n', want: { a: 'b\n c\n' } },
  { name: 'a text over two lines', text: 'a: b\n  c\nd: e', want: { a: 'b c', d: 'e' } },
  { name: 'carriage returns', text: 'a: 1\r\nb:\r\n  - c\r\n', want: { a: 1, b: ['c'] } },
  { name: 'a byte order mark', text: '\uFEFFa: 1', want: { a: 1 } },
  { name: 'a document marker', text: '# x\n---\na: 1\n...\n', want: { a: 1 } },
]
