import { readFileSync } from 'node:fs'
import { readOrigin, readPattern } from '@marque/core'
import { load, readModel } from './src/index.ts'
import { judge } from './src/rules/index.ts'
const opts = {environment:'production',now:Date.parse('2026-11-22T00:00:00Z')}
function run(name: string, model: any) { const t=performance.now(); const f=judge(model,opts); const by: any={}; for(const x of f) by[x.code]=(by[x.code]??0)+1; console.log(name, Math.round(performance.now()-t)+'ms', JSON.stringify(by)) }
const base = readModel(load(`version: 1
self: [https://api.example.com]
origins: { web: { allow: [https://app.example.com], owner: a@b.c, purpose: p } }
resources: [{ name: account, match: [{ path: /a }], sensitivity: internal, grants: [{ origins: [web] }] }]
tenants: { identify: { host: "{tenant}.api.example.com" }, members: {} }
`,'x.yaml')).model as any
const o=(text: string,path: string)=>({text,path,exact:readOrigin(text)??null,pattern:readPattern(text)??null})
const many=(n: number,f: (i: number)=>string,p: string)=>Array.from({length:n},(_,i)=>o(f(i),`${p}/allow/${i}`))
const g0=base.resources[0].grants[0], s0=base.sets[0], r0=base.resources[0]
const set=(name: string, allow: any)=>({...s0,name,path:'/origins/'+name,allow})
const grants=(n: number,f: (i: number)=>any)=>Array.from({length:n},(_,i)=>({...g0,path:`/resources/0/grants/${i}`,...f(i)}))
const ref=(...n: string[])=>n.map(name=>({name,path:''}))
run('warm', base)
const big=many(1e6,i=>`https://a${i}.partner${i%1000}.example`,'/origins/big')
run('1M one set one grant',{...base,sets:[set('big',big)],resources:[{...r0,grants:grants(1,()=>({sets:ref('big')}))}]})
run('1M one set + web, 2 grants',{...base,sets:[s0,set('big',big)],resources:[{...r0,grants:grants(2,i=>({sets:i?ref('web'):ref('big'),credentials:!!i}))}]})
const big2=many(1e6,i=>`https://b${i}.partner${i%1000}.example`,'/origins/big2')
run('1M x 1M, patterns each',{...base,sets:[set('big',[...big,o('https://*.x.example','/p')]),set('big2',[...big2,o('https://*.y.example','/p')])],resources:[{...r0,grants:grants(2,i=>({sets:i?ref('big2'):ref('big'),credentials:!!i}))}]})
const pats=many(1e5,i=>`https://*.p${i}.example.com`,'/origins/pats')
run('100k patterns x 2',{...base,sets:[set('pats',pats),set('p2',many(1e5,i=>`https://*.q${i}.example.com`,'/origins/p2'))],resources:[{...r0,grants:grants(2,i=>({sets:i?ref('p2'):ref('pats'),credentials:!!i}))}]})
const nested=many(1e5,i=>`https://*.${'a.'.repeat(100)}p${i}.example.com`,'/origins/pats')
run('100k deep patterns',{...base,sets:[set('pats',nested)],resources:[{...r0,grants:grants(1,()=>({sets:ref('pats')}))}]})
run('same host patterns 100k ports',{...base,sets:[set('pats',many(60000,i=>`https://*.example.com:${1000+i}`,'/origins/p'))],resources:[{...r0,grants:grants(1,()=>({sets:ref('pats')}))}]})
const sets1000=Array.from({length:1000},(_,k)=>set('s'+k,many(1000,i=>`https://a${i}.s${k}.example`,`/origins/s${k}`)))
run('1000 sets x1000, 1000 grants same resource',{...base,sets:sets1000,resources:[{...r0,grants:grants(1000,i=>({sets:ref('s'+i),credentials:true,requestHeaders:i?['x-'+i]:[]}))}]})
run('1000 grants all sets 30 each',{...base,sets:sets1000,resources:[{...r0,grants:grants(1000,i=>({sets:ref(...Array.from({length:30},(_,k)=>'s'+(i+k)%1000)),exposeHeaders:['x-'+i]}))}]})
run('1M grants',{...base,resources:[{...r0,grants:grants(1e6,()=>({}))}]})
run('1000 res x 1000 grants',{...base,resources:Array.from({length:1000},(_,k)=>({...r0,name:'r'+k,match:[{...r0.match[0],pattern:{text:'/r'+k,segments:[{literal:'r'+k}],rest:false}}],grants:grants(1000,i=>({methods:['M'+i]}))}))})
const members=Array.from({length:20000},(_,k)=>set('t'+k,many(10,i=>`https://a${i}.t${k}.example`,`/tenants/members/t${k}`)))
run('20k tenants, 200 grants',{...base,members,resources:[{...r0,sensitivity:'restricted',grants:grants(200,i=>({tenant:true,sets:ref('web'),credentials:true,methods:['M'+i]}))}]})
run('20k tenants vs 200 inline',{...base,members,resources:[{...r0,grants:grants(200,i=>i%2?{tenant:true,sets:[],credentials:true}:{sets:[],inline:[o(`https://z${i}.example`,'/i')]})}]})
const wide=Array.from({length:3000},(_,i)=>'x-h'+i)
run('1000 grants x 3000 headers',{...base,resources:[{...r0,grants:grants(1000,i=>({requestHeaders:wide}))}]})
run('100k exceptions',{...base,exceptions:Array.from({length:1e5},(_,i)=>({...g0,path:'/exceptions/'+i,id:'E'+i,origin:o('https://e'+i+'.example','/exceptions/'+i+'/origin'),resource:'account',from:opts.now,until:opts.now+1e6,purpose:'p',requestedBy:'a',approvedBy:['b']}))})
run('1M http credentialed',{...base,sets:[set('big',many(1e6,i=>`http://a${i}.partner${i%1000}.example`,'/origins/big'))],resources:[{...r0,grants:grants(1,()=>({sets:ref('big'),credentials:true}))}]})
