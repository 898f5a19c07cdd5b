/**
 * Entry point in Bun: reads one vector file from stdin, writes the result to stdout.
 *
 * @module
 */
import { answerVectors } from './answer-vectors.js'

const file = JSON.parse(await new Response(Bun.stdin.stream()).text())
console.log(JSON.stringify(answerVectors(file)))
