import * as engine from '@marque/core'
import fc from 'fast-check'
import { cases } from './generate/case.ts'
import { oracleDecide, oracleLayerHeaders, oracleAnswerHeaders } from './oracle/index.ts'
import { alike, normalDecision, normalLines } from './normal.ts'
const n = Number(process.argv[2] ?? 400), seed = Number(process.argv[3] ?? 1)
const buckets = new Map<string, any>()
let count = 0, te = 0, to = 0
for (const { bundle, asked } of fc.sample(cases(16), { numRuns: n, seed })) {
  const p = engine.prepare(bundle)
  for (const a of asked) {
    count++
    for (const [what, e, o] of [['decide', engine.decide, oracleDecide], ['layer', engine.layerHeaders, oracleLayerHeaders]] as const) {
      const t0 = performance.now()
      const got = normalDecision(e(p, a.request, a.context, a.moment)) as any
      const t1 = performance.now()
      const want = normalDecision(o(bundle, a.request, a.context, a.moment)) as any
      te += t1 - t0; to += performance.now() - t1
      if (alike(got, want)) {
        const full = o(bundle, a.request, a.context, a.moment)
        const l1 = normalLines(engine.answerHeaders(full, a.below)), l2 = normalLines(oracleAnswerHeaders(full, a.below))
        if (!alike(l1, l2)) { const k = 'answer'; if (!buckets.has(k)) buckets.set(k, { n: 0, below: a.below, decision: full, got: l1, want: l2 }); buckets.get(k).n++ }
        continue
      }
      const keys = Object.keys(want).filter((k) => !alike(got[k], want[k]))
      const key = what + ' ' + want.kind + ' ' + keys.map((k) => k === 'reason' ? `reason ${got.reason} (oracle ${want.reason})` : k).join(',')
      const b = buckets.get(key)
      const size = JSON.stringify(bundle).length + JSON.stringify(a).length
      if (b === undefined || size < b.size) buckets.set(key, { n: (b?.n ?? 0) + 1, size, bundle, a, got, want })
      else b.n++
    }
  }
}
console.log(count, 'requests; engine ms', te, 'oracle ms', to)
for (const [k, b] of [...buckets].sort((x, y) => y[1].n - x[1].n)) console.log(b.n, k)
if (process.argv[4]) for (const [k, b] of buckets) if (k.includes(process.argv[4])) { console.log('=====', k); const {bundle,a,...rest}=b; console.log(JSON.stringify(a)); console.log(JSON.stringify(rest)); if(bundle){const r = bundle.resources.find((x: any) => x.name === (rest.want.resource??rest.got.resource)); console.log(JSON.stringify(r ?? bundle.resources.map((x:any)=>x.match.map((m:any)=>JSON.stringify(m))))); console.log(JSON.stringify({...bundle,resources:undefined}))} }
