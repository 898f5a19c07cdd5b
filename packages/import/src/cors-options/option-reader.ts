/**
 * Options by name, with findings about what cannot be read.
 *
 * @module
 */
import type { Position } from '@marque/policy'
import { type RawFinding, shorten } from '../findings/index.ts'
import type { CorsLibrary, OptionName } from './libraries.ts'
import type { StaticObject, StaticValue } from './static-value.ts'

/** The options of one configuration being read. */
export interface OptionReader {
  readonly library: CorsLibrary
  /** The value of an option; `undefined` where it is not set. Dynamic ones are reported. */
  readonly get: (name: OptionName) => StaticValue | undefined
  /** Adds a finding about a value. */
  readonly report: (
    code: RawFinding['code'],
    at: { readonly offset: number },
    message: string,
    help?: string,
  ) => void
}

/** What to write where the value of an option is only known at run time. */
const HELP: { readonly [name in OptionName]: string } = {
  origin:
    'list the origins in `origins` of the policy; what a function decides by, a policy says with `tenants`, `when`, dates or `exceptions`',
  methods: 'list the methods in the grant',
  allowedHeaders: 'list the names in `requestHeaders`',
  exposedHeaders: 'list the names in `exposeHeaders`',
  credentials: 'write `credentials: true` in the grants whose requests carry cookies',
  maxAge: 'write `maxAge` in the grant',
}

export function optionReader(
  library: CorsLibrary,
  options: StaticObject,
  position: (offset: number) => Position,
  found: RawFinding[],
): OptionReader {
  const report: OptionReader['report'] = (code, { offset }, message, help) => {
    found.push({
      code,
      path: '',
      position: position(offset),
      message,
      ...(help !== undefined && { help }),
    })
  }
  const keysOf = (name: OptionName): readonly string[] =>
    [...library.options].filter(([, option]) => option === name).map(([key]) => key)
  return {
    library,
    report,
    get: (name) => {
      const entry = keysOf(name)
        .map((key) => [key, options.entries.get(key)] as const)
        .find(([, one]) => one !== undefined)
      const [key, one] = entry ?? [keysOf(name)[0], undefined]
      const value = one?.value ?? options.unknown ?? undefined
      if (value?.kind === 'dynamic') {
        const message = `\`${key}\` is ${value.what}, which only the running application knows`
        report('MQ-861', value, message, HELP[name])
      }
      return value
    },
  }
}

/** A finding for each key that is not an option of the library, and for each without a counterpart in a policy. */
export function reportOtherKeys(reader: OptionReader, options: StaticObject): void {
  const { library } = reader
  for (const [key, { offset }] of options.entries) {
    if (library.options.has(key)) continue
    const why = library.without.get(key)
    if (why !== undefined)
      reader.report('MQ-867', { offset }, `\`${key}\` is not carried over: ${why}`)
    else
      reader.report(
        'MQ-869',
        { offset },
        `\`${shorten(key)}\` is not an option of \`${library.module}\` ${library.version}`,
      )
  }
}

/** The texts of an option: a list of strings, or one string with commas where the library takes it. */
export function textsOf(
  reader: OptionReader,
  name: OptionName,
  value: StaticValue,
): readonly { readonly text: string; readonly offset: number }[] {
  if (value.kind === 'text') {
    const { offset } = value
    return value.text
      .split(',')
      .map((text) => ({ text: text.trim(), offset }))
      .filter(({ text }) => text !== '')
  }
  if (value.kind !== 'list') return []
  return value.items.flatMap((item) => {
    if (item.kind === 'text') return textsOf(reader, name, item)
    reader.report(
      'MQ-861',
      item,
      item.kind === 'dynamic'
        ? `an entry is ${item.what}, which only the running application knows`
        : 'an entry is not a string',
      HELP[name],
    )
    return []
  })
}
