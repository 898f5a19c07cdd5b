/**
 * All vectors, asked of one framework over real sockets.
 *
 * @module
 */

import type { HeaderLine, RequestFacts, Vector } from '@marque/core'
import { exchange } from '@marque/testkit/http'
import type { Framework, RunningApp } from './app.ts'
import { requestHead, type TargetForm } from './request-head.ts'
import { expected, isRefusedBelow, observed, questionOf, readVectors } from './vectors.ts'

/** A vector that came out otherwise, or could not be asked. */
export interface Differing {
  /** `file#id`. */
  readonly id: string
  readonly want: object
  readonly got: object | string
}

export interface VectorRun {
  readonly cases: number
  readonly differing: readonly Differing[]
  /** Those that the server refused by itself, as the vector wants it refused. */
  readonly refusedBelow: readonly string[]
}

/** Starts an application for each file of vectors. */
export async function runVectors(framework: Framework): Promise<VectorRun> {
  const run = newRun()
  for (const file of readVectors()) {
    const question = questionOf(file)
    const app = await framework.start(question)
    try {
      for (const vector of file.cases) {
        question.ask(vector)
        await judge(run, app, file.name, vector, [])
      }
    } finally {
      await app.stop()
    }
  }
  return run
}

/**
 * Asks one application in a process of its own, which finds the policy by a header: `x-vector: file#number`.
 *
 * @param more Sent with each of them.
 */
export async function runVectorsOn(
  app: RunningApp,
  more: readonly HeaderLine[] = [],
): Promise<VectorRun> {
  const run = newRun()
  for (const file of readVectors()) {
    for (const [number, vector] of file.cases.entries()) {
      await judge(run, app, file.name, vector, [['x-vector', `${file.name}#${number}`], ...more])
    }
  }
  return run
}

interface OpenRun extends VectorRun {
  cases: number
  readonly differing: Differing[]
  readonly refusedBelow: string[]
}

function newRun(): OpenRun {
  return { cases: 0, differing: [], refusedBelow: [] }
}

async function judge(
  run: OpenRun,
  app: RunningApp,
  file: string,
  vector: Vector,
  more: readonly HeaderLine[],
): Promise<void> {
  const { request } = vector.in
  run.cases += 1
  const id = `${file}#${vector.id}`
  const answer = await exchange(app.port, requestHead(request, formFor(request), more))
  const want = expected(vector.out, request.method)
  const got = answer === null ? 'no answer' : observed(answer)
  if (JSON.stringify(got) === JSON.stringify(want)) return
  if (isRefusedBelow(vector.out, answer)) run.refusedBelow.push(id)
  else run.differing.push({ id, want, got })
}

/** What only the absolute form tells: another scheme than that of the wire, a url without a path, a Host line that says something else. */
function formFor({ url, headers }: RequestFacts): TargetForm {
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host')
  return hosts.length !== 1 && /^(?:https|wss):\/\/[^/?#\\*]*[/*]/.test(url) ? 'origin' : 'absolute'
}
