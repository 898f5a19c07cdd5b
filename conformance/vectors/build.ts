/**
 * Vectors from tables: the oracle computes the whole answer, and the essentials that were written by hand must hold in it.
 *
 * @module
 */

import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Decision, Moment, Vector, VectorFile } from '@marque/core'
import { alike } from '../normal.ts'
import { oracleDecide } from '../oracle/index.ts'
import { NOW } from './now.ts'
import type { Essentials, Row, Topic } from './rows.ts'

/** Where the files of vectors lie. */
export const VECTORS: URL = new URL('../../packages/core/vectors/', import.meta.url)

/** Every topic of every table, in the order of the table files' names. */
export async function readTopics(): Promise<readonly Topic[]> {
  const folder = new URL('topics/', import.meta.url)
  const names = readdirSync(fileURLToPath(folder))
    .filter((name) => name.endsWith('.ts'))
    .sort()
  const modules = names.map(
    async (name) =>
      (await import(new URL(name, folder).href)) as { readonly topics: readonly Topic[] },
  )
  return (await Promise.all(modules)).flatMap((one) => one.topics)
}

export interface Built {
  readonly file: string
  readonly vectors: VectorFile
  /** What the hand-written rows say otherwise than the oracle, one line each. */
  readonly contradictions: readonly string[]
}

export function buildTopic(topic: Topic): Built {
  const cases = topic.rows.map((row) => vectorOf(topic, row))
  const contradictions = topic.rows.flatMap((row, index) => {
    const out = cases[index]?.out
    return out === undefined
      ? []
      : contradictionsOf(row.want, out).map((text) => `${topic.file}/${row.id}: ${text}`)
  })
  return {
    file: topic.file,
    vectors: { format: 'marque-vectors/1', bundle: topic.bundle, cases },
    contradictions,
  }
}

function vectorOf(topic: Topic, row: Row): Vector {
  const context = row.context ?? {}
  const moment: Moment = { now: NOW, ...row.moment }
  const out = oracleDecide(topic.bundle, row.request, context, moment)
  return { id: row.id, rule: row.rule, in: { request: row.request, context, moment }, out }
}

function contradictionsOf(want: Essentials, out: Decision): string[] {
  const found: string[] = []
  const expect = (what: string, wanted: unknown, got: unknown): void => {
    if (!alike(wanted, got))
      found.push(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`)
  }
  for (const key of ['kind', 'reach', 'read', 'reason', 'status'] as const)
    expect(key, want[key], out[key])
  for (const key of ['resource', 'grant', 'exception', 'tenant'] as const) {
    if (want[key] !== undefined) expect(key, want[key], out[key])
  }
  if (want.vary !== undefined) expect('vary', [...want.vary].sort(), [...out.vary].sort())
  if (want.removes !== undefined)
    expect('removes', [...want.removes].sort(), [...out.removes].sort())
  if (want.headers !== undefined) {
    const got = new Map(out.headers)
    for (const [name, value] of Object.entries(want.headers))
      expect(name, value, got.get(name) ?? null)
    for (const [name, value] of got) {
      if (name.startsWith('access-control-') && !Object.hasOwn(want.headers, name))
        expect(name, null, value)
    }
  }
  return found
}

/** The text of a file of vectors: one case a line, so that a change of one case changes one line. */
export function writeVectors({ format, bundle, cases }: VectorFile): string {
  const lines = cases.map((one) => JSON.stringify(one)).join(',\n')
  return `{"format":${JSON.stringify(format)},\n"bundle":${JSON.stringify(bundle)},\n"cases":[\n${lines}\n]}\n`
}
