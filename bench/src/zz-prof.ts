import { CONTENDERS } from './decide/contenders/index.ts'
import { ALL } from './decide/cases.ts'
import { mintOf, mint } from './decide/message.ts'
import { askInTurn } from './decide/asked-origins.ts'
import { originsFor, FOREIGN_ORIGIN } from './decide/rules.ts'
const [, , who, caseName = 'actual, allowed', total = '400000', reuse = ''] = process.argv
const known = originsFor(1)
const c = CONTENDERS[Number(who)]!
const r = await c.build(known)
const cs = ALL.find((x) => x.name === caseName)!
const from = mintOf(cs.form)
const o = askInTurn(cs.from === 'foreign' ? [FOREIGN_ORIGIN] : known)
for (const B of reuse ? [64] : [16, 64, 256, 1000]) {
  for (let rep = 0; rep < 4; rep++) {
    let run = 0n, idle = 0n, n = 0
    let ms = Array.from({ length: B }, () => mint(from, o.next()))
    while (n < Number(total)) {
      for (const which of ['run', 'idle'] as const) {
        if (!reuse) ms = Array.from({ length: B }, () => mint(from, o.next()))
        const xs = ms.map((m) => r.open(m))
        const f = r[which] as any
        const t = process.hrtime.bigint()
        if (r.async) for (const x of xs) await f(x)
        else for (const x of xs) f(x)
        const d = process.hrtime.bigint() - t
        if (which === 'run') run += d
        else idle += d
      }
      n += B
    }
    console.log(c.name, c.option, 'batch', B, 'run', (Number(run) / n).toFixed(0), 'idle', (Number(idle) / n).toFixed(0), 'net', (Number(run - idle) / n).toFixed(0))
  }
}
