/**
 * One contender in a process of its own, so that nobody's optimised code is spoilt by another's. Told by messages what to do.
 *
 * @module
 */
import { type AskedOrigins, askInTurn } from './asked-origins.ts'
import { ALL, type Case } from './cases.ts'
import type { Runner } from './contender.ts'
import { CONTENDERS } from './contenders/index.ts'
import { mint, mintOf } from './message.ts'
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
  /** False for a part that is timed by itself and answers nothing. */
  readonly decides: boolean
  readonly runner: Runner
  readonly origins: { readonly [from in Case['from']]: AskedOrigins }
}

let built: Built | undefined
const checked = new Set<string>()

process.on('message', (command: Command) => {
  obey(command).then(tell, (error: unknown) =>
    tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})

function tell(reply: Reply): void {
  process.send?.(reply)
}

async function obey(command: Command): Promise<Reply> {
  if (command.do === 'build') {
    built = await build(command.contender, command.count)
    return { built: true }
  }
  const found = ALL.find(({ name }) => name === command.case)
  if (built === undefined || found === undefined) throw new Error(`no case \`${command.case}\``)
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
  if (chosen === undefined) throw new Error(`no contender ${contender}`)
  const known = originsFor(count)
  return {
    decides: chosen.option !== 'none',
    runner: await chosen.build(known),
    origins: {
      known: askInTurn(known),
      one: askInTurn([KNOWN_ORIGIN]),
      foreign: askInTurn([FOREIGN_ORIGIN]),
    },
  }
}

/** A contender that answers wrongly is not measured. */
async function check(
  runner: Runner,
  { form, want, name }: Case,
  origins: AskedOrigins,
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
