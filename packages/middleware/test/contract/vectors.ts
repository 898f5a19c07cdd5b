/**
 * The conformance vectors of the engine, as questions to a server.
 *
 * @module
 */

import { readdirSync, readFileSync } from 'node:fs'
import type { Context, Decision, HeaderLine, Vector, VectorFile } from '@marque/core'
import { fixedSource, type PolicySource } from '@marque/sync'
import { type Response, valuesOf } from '@marque/testkit/http'

const FOLDER = new URL('../../../core/vectors/', import.meta.url)

export interface NamedVectors extends VectorFile {
  readonly name: string
}

export function readVectors(): readonly NamedVectors[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      ...(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as VectorFile),
      name: file.replace('.json', ''),
    }))
}

/** Where a layer under test gets its policy, context and instant: those of the case that is asked. */
export interface Question {
  readonly policy: PolicySource
  readonly context: () => Context
  ask(vector: Vector): void
}

export function questionOf(file: VectorFile): Question {
  const source = fixedSource(file.bundle)
  let current: Vector['in'] | undefined = file.cases[0]?.in
  return {
    policy: {
      engine: source.engine,
      held: source.held,
      moment: () => current?.moment ?? { now: 0 },
      onEvent: source.onEvent,
      close: source.close,
    },
    context: () => current?.context ?? {},
    ask(vector) {
      current = vector.in
    },
  }
}

/** What the application itself says, so that an answer tells who made it. */
export const REACHED = 'x-reached'

/** What an answer must be for a decision. */
export function expected(decision: Decision, method: string): object {
  const isOwn = decision.status !== null
  return {
    reached: decision.reach,
    status: isOwn ? decision.status : 200,
    cors: sorted(decision.headers.filter(([name]) => isOurs(name))),
    vary: sortedNames(decision.vary),
    // An answer to HEAD has none.
    problem: isOwn && decision.status !== 204 && method !== 'HEAD',
  }
}

/** What it was. */
export function observed(answer: Response): object {
  const lines = answer.headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  return {
    reached: valuesOf(answer, REACHED).length > 0,
    status: answer.status,
    cors: sorted(lines.filter(([name]) => isOurs(name))),
    vary: sortedNames(valuesOf(answer, 'vary').flatMap((value) => value.split(','))),
    problem: answer.body.startsWith('{"type":"urn:marque:reason:'),
  }
}

/**
 * Whether a server refused by itself, before any handler of it, what must be refused: with 400, or by ending the connection (null). Right but for its words.
 */
export function isRefusedBelow(decision: Decision, answer: Response | null): boolean {
  if (decision.status === null || decision.status < 400) return false
  return (
    answer === null ||
    (answer.status === 400 &&
      !answer.headers.some(([name]) => isOurs(name.toLowerCase())) &&
      valuesOf(answer, REACHED).length === 0)
  )
}

function isOurs(name: string): boolean {
  return (
    name.startsWith('access-control-') ||
    name === 'timing-allow-origin' ||
    name === 'cross-origin-resource-policy'
  )
}

function sorted(lines: readonly HeaderLine[]): readonly string[] {
  return lines.map(([name, value]) => `${name}: ${value}`).sort()
}

/** What Next.js adds to `Vary` of whatever it answers. */
const OF_NEXT = /^(?:rsc|next-[a-z-]+|accept-encoding)$/

function sortedNames(names: readonly string[]): readonly string[] {
  return names
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && !OF_NEXT.test(name))
    .sort()
}
