/**
 * `npm run bench:gateway`: CPU time for each request, compared with peers in the same run.
 *
 * ```
 * npm run bench:gateway                  # all contenders, and memory
 * npm run bench:gateway -- --connections 64
 * npm run bench:gateway -- --soak 600    # ten minutes of load, memory every tenth
 * npm run bench:gateway -- --in-flight   # memory by requests in flight
 * npm run bench:gateway -- --stream      # a gigabyte through one connection
 * npm run bench:gateway -- --memory      # start-up and memory only
 * ```
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { machineText, median, ratioText, tableText, timeText } from '../report/index.ts'
import { startCommand } from './command.ts'
import { CONTENDERS } from './contenders.ts'
import { CONNECTIONS, load, type RequestName } from './load.ts'
import { type Running, start, startNginx } from './processes.ts'

const { values } = parseArgs({
  options: {
    soak: { type: 'string' },
    'in-flight': { type: 'boolean', default: false },
    stream: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '3000' },
    connections: { type: 'string', default: String(CONNECTIONS) },
  },
})

/** Number of starts; the table shows the median. */
const STARTS = 9

const application = await start('application', '')
const upstream = `http://127.0.0.1:${application.port}`
try {
  process.stdout.write(`${machineText()}\n\n`)
  if (values.soak !== undefined) await soak(Number(values.soak))
  else if (values['in-flight']) await inFlight()
  else if (values.stream) await stream()
  else if (values.memory) await memory()
  else {
    await race(Number(values.rounds), Number(values.requests), Number(values.connections))
    await memory()
  }
} finally {
  application.stop()
}

async function race(rounds: number, requests: number, connections: number): Promise<void> {
  const running: Running[] = []
  for (const name of Object.keys(CONTENDERS)) running.push(await start(name, upstream))
  const nginx = await startNginx(upstream)
  if (nginx === null) process.stderr.write('nginx is not installed: skipped\n')
  else running.push(nginx)
  try {
    for (const name of ['get', 'preflight'] as const) {
      const racing = running.filter((one) => isIn(one.name, name))
      const base = name === 'get' ? 'bare relay' : 'bare 204'
      for (const one of racing) await load(one.port, name, requests, connections)
      const costs = new Map(racing.map((one) => [one.name, [] as number[]]))
      for (let round = 0; round < rounds; round++) {
        for (const one of racing) {
          const before = await one.usage()
          await load(one.port, name, requests, connections)
          const after = await one.usage()
          costs.get(one.name)?.push(((after.cpu - before.cpu) * 1_000) / requests)
        }
      }
      const bare = median(costs.get(base) ?? [])
      const leastBare = Math.min(...(costs.get(base) ?? []))
      process.stdout.write(
        `${tableText({
          title: name === 'get' ? 'A proxied GET' : 'A preflight',
          columns: ['contender', 'CPU per request', `to ${base}`, 'minimum', `to ${base}`],
          rows: racing.map((one) => {
            const cost = median(costs.get(one.name) ?? [])
            const least = Math.min(...(costs.get(one.name) ?? []))
            return [
              one.name,
              timeText(cost),
              ratioText(cost / bare),
              timeText(least),
              ratioText(least / leastBare),
            ]
          }),
          notes: [],
        })}\n`,
      )
    }
  } finally {
    for (const one of running) one.stop()
  }
}

function isIn(contender: string, request: RequestName): boolean {
  return contender !== (request === 'get' ? 'bare 204' : 'bare relay')
}

async function memory(): Promise<void> {
  const rows: string[][] = []
  for (const origins of [1, 100_000]) {
    // The first start fills the compile cache.
    await (await startCommand(upstream, origins)).stop()
    const times: number[] = []
    for (let run = 1; run < STARTS; run++) {
      const one = await startCommand(upstream, origins)
      times.push(one.readyAfter)
      await one.stop()
    }
    const last = await startCommand(upstream, origins)
    times.push(last.readyAfter)
    const seen = [last.rss()]
    for (const requests of [5_000, 15_000]) {
      await load(last.port, 'get', requests)
      seen.push(last.rss())
    }
    for (let reload = 0; reload < 20; reload++) await last.reload()
    seen.push(last.rss())
    await last.stop()
    const ready = `${median(times).toFixed(0)} ms`
    rows.push([origins.toLocaleString('en'), ready, ...seen.map(megabytes)])
  }
  const columns = ['origins', 'ready', 'at rest', 'after 5,000', 'after 20,000', 'after 20 reloads']
  const notes = [
    'The command from the sources: from its start to the first 200 of `/readyz`, and resident memory.',
  ]
  process.stdout.write(`${tableText({ title: 'Start and memory', columns, rows, notes })}\n`)
}

async function soak(seconds: number): Promise<void> {
  const one = await startCommand(upstream, 100_000)
  const rows: string[][] = []
  const from = Date.now()
  let requests = 0
  try {
    for (let part = 1; part <= 10; part++) {
      while (Date.now() < from + (seconds * 1_000 * part) / 10) {
        await load(one.port, 'get', 2_000)
        await load(one.port, 'preflight', 500)
        requests += 2_500
      }
      rows.push([
        `${Math.round((seconds * part) / 10)} s`,
        requests.toLocaleString('en'),
        megabytes(one.rss()),
      ])
    }
  } finally {
    await one.stop()
  }
  const notes = ['The command, with 100,000 origins, metrics and access log.']
  const table = { title: 'Soak', columns: ['after', 'requests', 'resident'], rows, notes }
  process.stdout.write(tableText(table))
}

/** Requests that wait for the application, in a new process for each number of them: resident memory at most. */
async function inFlight(): Promise<void> {
  const rows: string[][] = []
  for (const connections of [16, 100, 256, 500, 1_000, 2_000, 4_000]) {
    const one = await startCommand(upstream, 100_000)
    try {
      await load(one.port, 'get', 20_000)
      const before = one.rss()
      let most = before
      const look = setInterval(() => (most = Math.max(most, one.rss())), 20)
      await load(one.port, 'slow', 5 * connections, connections)
      clearInterval(look)
      const each = (most - before) / connections / 1_000
      rows.push([
        connections.toLocaleString('en'),
        megabytes(before),
        megabytes(most),
        `${each.toFixed(0)} kB`,
        megabytes(one.rss()),
      ])
    } finally {
      await one.stop()
    }
  }
  const notes = [
    'The command, with 100,000 origins; before: after 20,000 fast requests of 16 connections. Then 5 requests a connection, each answered after 300 ms.',
  ]
  const columns = ['in flight', 'before', 'at most', 'growth for each', 'after']
  process.stdout.write(tableText({ title: 'Requests in flight', columns, rows, notes }))
}

async function stream(): Promise<void> {
  const one = await start('marque gateway', upstream)
  let most = 0
  const look = setInterval(
    () => void one.usage().then(({ rss }) => (most = Math.max(most, rss))),
    100,
  )
  try {
    const before = (await one.usage()).rss
    const answer = await fetch(`http://127.0.0.1:${one.port}/v1/large`)
    let bytes = 0
    if (answer.body !== null) for await (const chunk of answer.body) bytes += chunk.length
    process.stdout.write(
      `${bytes.toLocaleString('en')} bytes transferred; resident ${megabytes(before)} before, ${megabytes(most)} at most\n`,
    )
  } finally {
    clearInterval(look)
    one.stop()
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
