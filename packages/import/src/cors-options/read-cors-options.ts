/**
 * Reading of the options of a CORS library from a source file.
 *
 * @module
 */
import type { Finding, Position } from '@marque/policy'
import { trustProblem } from '../access/index.ts'
import { joinFindings } from '../catalogue/index.ts'
import { positionsOf } from '../document/index.ts'
import type { RawFinding } from '../findings/index.ts'
import { DEVELOPMENT, isDevelopmentOrigin } from '../origins/index.ts'
import type { CorsOptions } from './cors-options.ts'
import { type FoundOptions, findOptions, libraryOfKeys } from './find-options.ts'
import { type CorsLibrary, LIBRARIES } from './libraries.ts'
import { optionReader, reportOtherKeys } from './option-reader.ts'
import { parseSource } from './parse-source.ts'
import { readOrigins } from './read-origins.ts'
import { readPaths } from './read-paths.ts'
import {
  readCredentials,
  readExposeHeaders,
  readMaxAge,
  readMethods,
  readRequestHeaders,
} from './read-values.ts'

/** Bytes of a source file at most. */
const LONGEST = 1_048_576

/** The option for origins of libraries for Go, Python, Java and others. */
const OTHER_LIBRARY =
  /\b(?:AllowedOrigins|AllowOrigins|allowedOrigins|allowOrigins|allowed_origins|allow_origins|CORS_ALLOWED_ORIGINS)\b/

/** The options and the findings; null with at least one error. */
export interface ReadCorsOptions {
  readonly options: CorsOptions | null
  /** The source text, for code frames. */
  readonly text: string
  readonly findings: readonly Finding[]
}

/**
 * Reads the options from JavaScript, TypeScript or JSON. Never runs the code, and never throws.
 *
 * What is read never grants more than the library does; every difference is a finding.
 *
 * @param file The name of the file, for findings and for its kind.
 * @param context The public origins of the API, and the library where the file does not name it.
 */
export function readCorsOptions(
  bytes: Uint8Array,
  file: string,
  context: { readonly self: readonly string[]; readonly library: CorsLibrary['name'] | null },
): ReadCorsOptions {
  const text = new TextDecoder().decode(bytes.subarray(0, LONGEST))
  const position = positionsOf(text)
  const found: RawFinding[] = []
  const fail = (offset: number, message: string, help?: string): ReadCorsOptions => {
    found.push({
      code: 'MQ-860',
      path: '',
      position: position(offset),
      message,
      ...(help !== undefined && { help }),
    })
    return { options: null, text, findings: joinFindings(file, found) }
  }
  if (bytes.length > LONGEST)
    return fail(0, `the file has ${bytes.length} bytes, more than ${LONGEST}`)
  const parsed = parseSource(text, file)
  if (parsed.kind === 'invalid') return fail(parsed.offset, parsed.message)
  const { found: all, unknown } = findOptions(parsed)
  for (const { offset, what } of unknown) {
    found.push({
      code: 'MQ-861',
      path: '',
      position: position(offset),
      message: `the options are ${what}, which only the running application knows`,
      help: 'write the options as an object literal in a file of their own',
    })
  }
  const [first] = all
  if (first === undefined) {
    const other = OTHER_LIBRARY.exec(text)
    return other === null
      ? fail(0, 'no options of a CORS library were found')
      : fail(
          other.index,
          `\`${other[0]}\` is an option of a CORS library that cannot be read`,
          'write the same options with the names of `cors`, all of them, because defaults differ: `origin`, `methods`, `allowedHeaders`, `exposedHeaders`, `credentials`, `maxAge`',
        )
  }
  const others = all.filter((one) => keyOf(one) !== keyOf(first))
  if (others.length > 0) {
    const lines = all.map(({ offset }) => position(offset).line).join(', ')
    return fail(
      first.offset,
      `${all.length} configurations, in lines ${lines}, and a draft is made of one`,
      'write each of them to a file of its own, and join the drafts by hand',
    )
  }
  const library = libraryOf(first, context.library)
  if (library === null) {
    return fail(
      first.offset,
      'options of more than one library, and the file does not import it',
      `add --library with one of ${LIBRARIES.map(({ name }) => name).join(', ')}`,
    )
  }
  const paths = readPaths(all)
  if (paths === undefined)
    return fail(
      first.offset,
      'the path of the route cannot be read',
      'write the options to a file of their own',
    )
  const options = readOptions(first, library, paths, context.self, position, found)
  return { options, text, findings: joinFindings(file, found) }
}

function readOptions(
  { options, offset }: FoundOptions,
  library: CorsLibrary,
  paths: readonly string[],
  self: readonly string[],
  position: (offset: number) => Position,
  found: RawFinding[],
): CorsOptions {
  // Findings about options that are not there are at the options.
  const reader = optionReader(library, options, (at) => position(at === 0 ? offset : at), found)
  reportOtherKeys(reader, options)
  const sent = readCredentials(reader)
  const { any, origins } = readOrigins(reader, self, sent)
  const credentials = sent && !any
  const methods = readMethods(reader, sent)
  const insecure = credentials
    ? origins.filter((origin) => trustProblem(origin, self, true) !== undefined)
    : []
  for (const origin of insecure) {
    const problem = trustProblem(origin, self, true)
    reader.report('MQ-870', { offset }, `no credentials for \`${origin}\`: ${problem}`)
  }
  for (const origin of origins.filter(isDevelopmentOrigin)) {
    const message = `\`${origin}\` exists in the environment \`${DEVELOPMENT}\` only`
    reader.report('MQ-871', { offset }, message)
  }
  return {
    library,
    origins: any ? 'any' : origins,
    withoutCredentials: insecure,
    paths,
    methods,
    requestHeaders: readRequestHeaders(reader, sent, methods),
    exposeHeaders: readExposeHeaders(reader, sent),
    credentials,
    maxAge: readMaxAge(reader),
  }
}

function libraryOf(found: FoundOptions, named: CorsLibrary['name'] | null): CorsLibrary | null {
  if (named !== null) return LIBRARIES.find(({ name }) => name === named) ?? null
  return found.library ?? libraryOfKeys([...found.options.entries.keys()]) ?? null
}

/** Equal for equal options of one library. */
function keyOf({ library, options }: FoundOptions): string {
  return JSON.stringify(
    [library?.name, [...options.entries], options.unknown],
    (key, value: unknown) =>
      key === 'offset' ? undefined : value instanceof Map ? [...value] : value,
  )
}
