/**
 * Runs one contender in its own process, so that contenders do not affect each other's JIT-compiled code. Controlled by IPC messages.
 *
 * @module
 */

import { ALL, type Case } from './cases.ts'
import type { Runner } from './contender.ts'
import { CONTENDERS } from './contenders/index.ts'
import { mint, mintOf } from './message.ts'
import { cycleOrigins, type RequestedOrigins } from './requested-origins.ts'
import { type Round, runRound } from './rounds.ts'
import { FOREIGN_ORIGIN, KNOWN_ORIGIN, originsFor } from './rules.ts'

export type Command =
  | { readonly do: 'build'; readonly contender: number; readonly count: number }
  | {
      readonly do: 'round'
      readonly case: string
      readonly requests: number
      readonly budget: number
    }

export type Reply =
  | { readonly built: true }
  | { readonly round: Round }
  | { readonly error: string }

interface Built {
  /** False for a stage that is timed alone and makes no decision. */
  readonly decides: boolean
  readonly runner: Runner
  readonly origins: { readonly [from in Case['from']]: RequestedOrigins }
}

let built: Built | undefined
const checked = new Set<string>()

process.on('message', (command: Command) => {
  execute(command).then(sendReply, (error: unknown) =>
    sendReply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})

function sendReply(reply: Reply): void {
  process.send?.(reply)
}

async function execute(command: Command): Promise<Reply> {
  if (command.do === 'build') {
    built = await build(command.contender, command.count)
    return { built: true }
  }
  const found = ALL.find(({ name }) => name === command.case)
  if (built === undefined || found === undefined)
    throw new Error(`unknown case \`${command.case}\``)
  const origins = built.origins[found.from]
  const from = mintOf(found.form)
  if (!checked.has(found.name)) {
    if (built.decides) await check(built.runner, found, origins)
    checked.add(found.name)
  }
  return { round: await runRound(built.runner, from, origins, command.requests, command.budget) }
}

async function build(contender: number, count: number): Promise<Built> {
  const chosen = CONTENDERS[contender]
  if (chosen === undefined) throw new Error(`unknown contender ${contender}`)
  const known = originsFor(count)
  return {
    decides: chosen.option !== 'none',
    runner: await chosen.build(known),
    origins: {
      known: cycleOrigins(known),
      one: cycleOrigins([KNOWN_ORIGIN]),
      foreign: cycleOrigins([FOREIGN_ORIGIN]),
    },
  }
}

/** Throws if the contender's decision is wrong; such a contender is not measured. */
async function check(
  runner: Runner,
  { form, want, name }: Case,
  origins: RequestedOrigins,
): Promise<void> {
  if (want === null) return
  const origin = origins.next()
  const exchange = runner.open(mint(mintOf(form), origin))
  await runner.run(exchange)
  const allowed = runner.read(exchange, 'access-control-allow-origin')
  const right = want === 'granted' ? allowed === origin.toString('latin1') : allowed === null
  if (!right)
    throw new Error(
      `wrong answer in \`${name}\`: \`${allowed}\` to \`${origin.toString('latin1')}\``,
    )
}
