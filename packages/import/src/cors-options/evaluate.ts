/**
 * Expressions of a syntax tree as static values. Nothing is run.
 *
 * @module
 */
import type { Expression, Node, ObjectExpression, SpreadElement } from '@babel/types'
import type { DynamicValue, StaticObject, StaticValue } from './static-value.ts'

/** Constants of the file, by name: those that no other code can change. */
export type Constants = ReadonlyMap<string, Expression>

/** Identifiers that are followed one after the other. */
const MOST_STEPS = 20

/** Evaluates an expression; `dynamic` where that would need to run code. */
export function evaluate(node: Node, constants: Constants, steps = MOST_STEPS): StaticValue {
  const offset = node.start ?? 0
  switch (node.type) {
    case 'StringLiteral':
      return { kind: 'text', offset, text: node.value }
    case 'TemplateLiteral': {
      const [only] = node.quasis
      return node.expressions.length === 0 && only !== undefined
        ? { kind: 'text', offset, text: only.value.cooked ?? only.value.raw }
        : dynamic(node, 'a template with expressions')
    }
    case 'NumericLiteral':
      return { kind: 'number', offset, number: node.value }
    case 'BooleanLiteral':
      return { kind: 'boolean', offset, value: node.value }
    case 'NullLiteral':
      return { kind: 'nothing', offset, isNull: true }
    case 'RegExpLiteral':
      return { kind: 'regexp', offset, source: node.pattern, flags: node.flags }
    case 'ArrayExpression':
      return { kind: 'list', offset, items: listItems(node.elements, constants, steps) }
    case 'ObjectExpression':
      return { kind: 'object', offset, object: objectOf(node, constants, steps) }
    case 'UnaryExpression':
      return unary(node.operator, node.argument, node, constants, steps)
    case 'BinaryExpression':
      return binary(node.operator, [node.left, node.right], node, constants, steps)
    case 'NewExpression':
      return regExpOf(node, constants, steps)
    case 'Identifier': {
      if (node.name === 'undefined') return { kind: 'nothing', offset, isNull: false }
      const value = steps > 0 ? constants.get(node.name) : undefined
      return value === undefined
        ? dynamic(node, `the variable \`${node.name}\``)
        : { ...evaluate(value, constants, steps - 1), offset }
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return evaluate(node.expression, constants, steps)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'ObjectMethod':
      return dynamic(node, 'a function')
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return dynamic(node, isEnvironment(node) ? 'an environment variable' : 'a property')
    case 'CallExpression':
    case 'AwaitExpression':
      return dynamic(node, 'the result of a call')
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return dynamic(node, 'a choice between values')
    default:
      return dynamic(node, 'an expression')
  }
}

/** The keys of an object literal in order: a later one replaces an earlier one. */
export function objectOf(
  node: ObjectExpression,
  constants: Constants,
  steps: number = MOST_STEPS,
): StaticObject {
  const entries = new Map<string, { value: StaticValue; offset: number }>()
  let unknown: DynamicValue | null = null
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = evaluate(property.argument, constants, steps)
      if (spread.kind === 'object' && spread.object.unknown === null) {
        for (const [key, entry] of spread.object.entries) entries.set(key, entry)
      } else if (spread.kind !== 'nothing') {
        // It may replace every key before it.
        entries.clear()
        unknown = dynamic(property, 'a spread of keys that are not in this file')
      }
      continue
    }
    const key = keyOf(property.key, property.computed)
    if (key === undefined) {
      entries.clear()
      unknown = dynamic(property, 'a computed key')
      continue
    }
    const value =
      property.type === 'ObjectMethod'
        ? dynamic(property, 'a function')
        : evaluate(property.value, constants, steps)
    entries.set(key, { value, offset: property.start ?? 0 })
  }
  return { entries, unknown }
}

function keyOf(key: Node, computed: boolean): string | undefined {
  if (key.type === 'StringLiteral') return key.value
  if (key.type === 'Identifier' && !computed) return key.name
  return key.type === 'NumericLiteral' ? String(key.value) : undefined
}

function listItems(
  elements: readonly (Expression | SpreadElement | null)[],
  constants: Constants,
  steps: number,
): readonly StaticValue[] {
  return elements.flatMap((element): readonly StaticValue[] => {
    if (element === null) return []
    if (element.type !== 'SpreadElement') return [evaluate(element, constants, steps)]
    const spread = evaluate(element.argument, constants, steps)
    return spread.kind === 'list'
      ? spread.items
      : [dynamic(element, 'a spread of values that are not in this file')]
  })
}

function unary(
  operator: string,
  argument: Node,
  node: Node,
  constants: Constants,
  steps: number,
): StaticValue {
  const value = evaluate(argument, constants, steps)
  const offset = node.start ?? 0
  if (operator === '-' && value.kind === 'number')
    return { kind: 'number', offset, number: -value.number }
  if (operator === '!' && (value.kind === 'number' || value.kind === 'boolean'))
    return {
      kind: 'boolean',
      offset,
      value: value.kind === 'number' ? value.number === 0 : !value.value,
    }
  if (operator === 'void') return { kind: 'nothing', offset, isNull: false }
  return dynamic(node, 'an expression')
}

/** `24 * 60 * 60`, and strings in pieces. */
function binary(
  operator: string,
  sides: readonly [Node, Node],
  node: Node,
  constants: Constants,
  steps: number,
): StaticValue {
  const [left, right] = sides.map((side) => evaluate(side, constants, steps - 1))
  const offset = node.start ?? 0
  if (steps > 0 && left?.kind === 'number' && right?.kind === 'number') {
    if (operator === '*') return { kind: 'number', offset, number: left.number * right.number }
    if (operator === '+') return { kind: 'number', offset, number: left.number + right.number }
  }
  if (steps > 0 && operator === '+' && left?.kind === 'text' && right?.kind === 'text')
    return { kind: 'text', offset, text: left.text + right.text }
  return dynamic(node, 'an expression')
}

function regExpOf(
  node: Extract<Node, { type: 'NewExpression' }>,
  constants: Constants,
  steps: number,
): StaticValue {
  const { callee } = node
  const [source, flags] = node.arguments.map((one) => evaluate(one, constants, steps))
  const isRegExp = callee.type === 'Identifier' && callee.name === 'RegExp'
  if (!isRegExp || (flags !== undefined && flags.kind !== 'text'))
    return dynamic(node, 'the result of a call')
  const offset = node.start ?? 0
  if (source?.kind === 'text')
    return { kind: 'regexp', offset, source: source.text, flags: flags?.text ?? '' }
  if (source?.kind === 'regexp') return { ...source, offset, flags: flags?.text ?? source.flags }
  return dynamic(node, 'the result of a call')
}

function isEnvironment(node: Node): boolean {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return false
  const { object, property } = node
  if (property.type === 'Identifier' && property.name === 'env')
    return (
      (object.type === 'Identifier' && object.name === 'process') || object.type === 'MetaProperty'
    )
  return isEnvironment(object)
}

function dynamic(node: Node, what: string): DynamicValue {
  return { kind: 'dynamic', offset: node.start ?? 0, what }
}
