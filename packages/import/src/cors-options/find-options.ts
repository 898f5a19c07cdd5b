/**
 * The options of a CORS library in a source file.
 *
 * @module
 */
import type { CallExpression, Expression, Node } from '@babel/types'
import { type Constants, evaluate, objectOf } from './evaluate.ts'
import { type CorsLibrary, isOwnOption, LIBRARIES, libraryOfModule } from './libraries.ts'
import { type ParsedSource, walk } from './parse-source.ts'
import type { StaticObject, StaticValue } from './static-value.ts'

/** Options, where they are used. */
export interface FoundOptions {
  /** Null if the file does not name the library. */
  readonly library: CorsLibrary | null
  readonly options: StaticObject
  readonly offset: number
  /** The first argument of the call around: the path of the route; null for none. */
  readonly route: StaticValue | null
  /** Whether that path is a prefix, as in `app.use`. */
  readonly isPrefix: boolean
}

/** A call of a library whose options are not an object literal. */
export interface FoundUnknown {
  readonly offset: number
  readonly what: string
}

const NO_OPTIONS: StaticObject = { entries: new Map(), unknown: null }

/**
 * Finds the options: those of every call of a library that the file imports, or else the object literals with keys of such options.
 */
export function findOptions(parsed: Exclude<ParsedSource, { kind: 'invalid' }>): {
  readonly found: readonly FoundOptions[]
  readonly unknown: readonly FoundUnknown[]
} {
  if (parsed.kind === 'expression')
    return { found: literalsIn(parsed.expression, new Map(), []), unknown: [] }
  const { program } = parsed.file
  const modules = importedLibraries(program)
  const constants = constantsOf(program, modules)
  const found: FoundOptions[] = []
  const unknown: FoundUnknown[] = []
  walk(program, (node, [parent]) => {
    if (node.type !== 'CallExpression') return
    const call = callOfLibrary(node, modules)
    if (call === undefined) return
    const value = call.options && evaluate(call.options, constants)
    const offset = node.start ?? 0
    if (value !== undefined && value.kind !== 'object') {
      const what = value.kind === 'dynamic' ? value.what : 'not an object'
      if (value.kind !== 'nothing') {
        unknown.push({ offset: value.offset, what })
        return
      }
    }
    const around = parent?.type === 'CallExpression' ? routeOf(parent, node, constants) : null
    found.push({
      library: call.library,
      options: value?.kind === 'object' ? value.object : NO_OPTIONS,
      offset,
      route: around?.route ?? null,
      isPrefix: around?.isPrefix ?? true,
    })
  })
  if (found.length > 0 || unknown.length > 0) return { found, unknown }
  return { found: literalsIn(program, constants, [...modules.values()]), unknown: [] }
}

/** Object literals with a key of some library: the exported one if there is one, else all. */
function literalsIn(
  program: Node,
  constants: Constants,
  libraries: readonly CorsLibrary[],
): readonly FoundOptions[] {
  const literals: { readonly options: FoundOptions; readonly isExported: boolean }[] = []
  walk(program, (node, parents) => {
    if (node.type !== 'ObjectExpression') return
    const options = objectOf(node, constants)
    if (![...options.entries.keys()].some(isOwnOption)) return
    const isExported = parents.some(
      (parent) =>
        parent.type === 'ExportDefaultDeclaration' ||
        (parent.type === 'AssignmentExpression' && isModuleExports(parent.left)),
    )
    const library = libraries.length === 1 ? (libraries[0] ?? null) : null
    literals.push({ options: { ...literal(options, node), library }, isExported })
  })
  const exported = literals.filter(({ isExported }) => isExported)
  return (exported.length > 0 ? exported : literals).map(({ options }) => options)
}

function literal(options: StaticObject, node: Node): FoundOptions {
  return { library: null, options, offset: node.start ?? 0, route: null, isPrefix: true }
}

/** The library that each local name stands for. */
function importedLibraries(program: Node): ReadonlyMap<string, CorsLibrary> {
  const names = new Map<string, CorsLibrary>()
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration') {
      const library = libraryOfModule(node.source.value)
      if (library) for (const specifier of node.specifiers) names.set(specifier.local.name, library)
    }
    if (node.type === 'VariableDeclarator' && node.init) {
      const library = libraryOfExpression(node.init, new Map())
      if (!library) return
      if (node.id.type === 'Identifier') names.set(node.id.name, library)
      if (node.id.type === 'ObjectPattern') {
        for (const property of node.id.properties)
          if (property.type === 'ObjectProperty' && property.value.type === 'Identifier')
            names.set(property.value.name, library)
      }
    }
  })
  return names
}

/** `require('cors')`, `await import('cors')`, `import('cors')`, or a name for one of them. */
function libraryOfExpression(
  node: Node,
  names: ReadonlyMap<string, CorsLibrary>,
): CorsLibrary | undefined {
  if (node.type === 'Identifier') return names.get(node.name)
  if (node.type === 'AwaitExpression') return libraryOfExpression(node.argument, names)
  if (node.type === 'MemberExpression') return libraryOfExpression(node.object, names)
  if (node.type === 'ImportExpression')
    return node.source.type === 'StringLiteral' ? libraryOfModule(node.source.value) : undefined
  if (node.type !== 'CallExpression') return undefined
  const [first] = node.arguments
  const isRequire =
    node.callee.type === 'Import' ||
    (node.callee.type === 'Identifier' && node.callee.name === 'require')
  return isRequire && first?.type === 'StringLiteral' ? libraryOfModule(first.value) : undefined
}

/** `cors(options)`, `app.register(cors, options)`, or `app.enableCors(options)` of Nest, which hands them to `cors`. */
function callOfLibrary(
  node: CallExpression,
  names: ReadonlyMap<string, CorsLibrary>,
): { readonly library: CorsLibrary; readonly options: Node | undefined } | undefined {
  const { callee } = node
  const [first, second] = node.arguments
  const method =
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
      ? callee.property.name
      : undefined
  if (method === 'register' && first !== undefined) {
    const library = libraryOfExpression(first, names)
    return library && { library, options: second }
  }
  if (method === 'enableCors') {
    const library = libraryOfModule('cors')
    return library && { library, options: first }
  }
  const library =
    callee.type === 'CallExpression' || callee.type === 'Identifier'
      ? libraryOfExpression(callee, names)
      : undefined
  return library && { library, options: first }
}

/** The path of `app.use('/api', cors())`. */
function routeOf(
  call: CallExpression,
  inner: Node,
  constants: Constants,
): { readonly route: StaticValue | null; readonly isPrefix: boolean } | null {
  const { callee } = call
  const [first] = call.arguments
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
  if (first === undefined || first === inner) return null
  const isPrefix = callee.property.name === 'use' || callee.property.name === 'options'
  return { route: evaluate(first, constants), isPrefix }
}

/** Constants that nothing in the file can change: `const`, never assigned to, never passed on or called upon. */
function constantsOf(program: Node, libraries: ReadonlyMap<string, CorsLibrary>): Constants {
  const constants = new Map<string, Expression>()
  const changed = new Set<string>()
  const change = (node: Node | undefined | null): void => {
    if (node?.type === 'Identifier') changed.add(node.name)
    if (node?.type === 'MemberExpression') change(node.object)
  }
  walk(program, (node) => {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        if (id.type !== 'Identifier') for (const name of namesIn(id)) changed.add(name)
        if (id.type !== 'Identifier' || !init) continue
        if (node.kind !== 'const' || constants.has(id.name)) changed.add(id.name)
        constants.set(id.name, init)
      }
    }
    if (node.type === 'AssignmentExpression' && !isModuleExports(node.left)) change(node.left)
    if (node.type === 'UpdateExpression') change(node.argument)
    if (node.type === 'UnaryExpression' && node.operator === 'delete') change(node.argument)
    if (node.type === 'CallExpression' && callOfLibrary(node, libraries) === undefined) {
      if (node.callee.type === 'MemberExpression') change(node.callee.object)
      for (const argument of node.arguments) change(argument)
    }
    // A parameter or an inner variable of the same name may hide the constant.
    if ('params' in node && Array.isArray(node.params))
      for (const parameter of node.params)
        for (const name of namesIn(parameter as Node)) changed.add(name)
  })
  for (const name of changed) constants.delete(name)
  return constants
}

/** The names that a parameter or a declaration binds. */
function namesIn(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        property.type === 'RestElement' ? namesIn(property) : namesIn(property.value),
      )
    default:
      return []
  }
}

function isModuleExports(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'exports'
  )
}

/**
 * The library whose option names these are; undefined if several have them, or none.
 *
 * `cors` and `@fastify/cors` have the same names, and differ in their default methods: where methods are listed, `cors` stands for both.
 */
export function libraryOfKeys(keys: readonly string[]): CorsLibrary | undefined {
  const fitting = LIBRARIES.filter(({ options, without }) =>
    keys.every((key) => options.has(key) || without.has(key)),
  )
  const [first] = fitting
  return fitting.length === 1 || (first?.name === 'cors' && keys.includes('methods'))
    ? first
    : undefined
}
