import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { CAUSES } from '../../src/report/index.ts'
import { startMetricsServer } from '../../src/watch/metrics-server.ts'
import { createVerifyMetrics } from '../../src/watch/verify-metrics.ts'
import { finding } from './reports.cases.ts'

const metrics = createVerifyMetrics()
const server = await startMetricsServer({ host: '127.0.0.1', port: 0 }, metrics.text)
afterAll(() => server.close())

const scrape = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text()
const seriesIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

test('before the first run there are no series', async () => {
  expect(seriesIn(await scrape())).toEqual([])
})

test('findings are counted by layer and cause; the time is in seconds', async () => {
  metrics.setFindings([finding(), finding({ resource: 'account' }), finding({ layer: 'a"\\b' })])
  metrics.setLastRun(Date.UTC(2098, 10, 22, 12))
  expect(seriesIn(await scrape())).toEqual([
    'marque_verify_findings{layer="proxy",cause="reflects-any-origin"} 2',
    'marque_verify_findings{layer="a\\"\\\\b",cause="reflects-any-origin"} 1',
    'marque_verify_last_run_timestamp_seconds 4067496000',
  ])
})

test('findings that are gone are reported as 0', async () => {
  metrics.setFindings([finding({ cause: 'vary-lost' })])
  expect(seriesIn(await scrape())).toEqual([
    'marque_verify_findings{layer="proxy",cause="reflects-any-origin"} 0',
    'marque_verify_findings{layer="a\\"\\\\b",cause="reflects-any-origin"} 0',
    'marque_verify_findings{layer="proxy",cause="vary-lost"} 1',
    'marque_verify_last_run_timestamp_seconds 4067496000',
  ])
})

test('only /metrics is there, only to be read, and not for pages', async () => {
  const other = await fetch(`${server.url}/`)
  expect(other.status).toBe(404)
  const post = await fetch(`${server.url}/metrics`, { method: 'POST' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  const head = await fetch(`${server.url}/metrics?x=1`, {
    method: 'HEAD',
    headers: { origin: 'https://app.example.com' },
  })
  expect([head.status, head.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  expect([...head.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

const hasPromtool = spawnSync('promtool', ['--version']).error === undefined

test.skipIf(!hasPromtool && process.env.CI !== 'true')('promtool accepts the metrics', async () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await scrape(),
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})

const OPS: string = fileURLToPath(new URL('../../../../docs/ops/', import.meta.url))

test.skipIf(!hasPromtool && process.env.CI !== 'true')('the alerts fire when they should', () => {
  for (const args of [
    ['check', 'rules', 'marque.verify.rules.yml'],
    ['test', 'rules', 'marque.verify.rules.test.yml'],
  ]) {
    const { status, stderr } = spawnSync('promtool', args, { cwd: OPS, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
})

test('alerts ask only for metrics and causes that there are', async () => {
  const text = readFileSync(join(OPS, 'marque.verify.rules.yml'), 'utf8')
  const known = new Set((await scrape()).match(/(?<=^# TYPE )\w+/gm))
  for (const name of text.match(/\bmarque_[a-z_]+/g) ?? []) expect(known).toContain(name)
  const causes = [...text.matchAll(/cause[!=]~"([^"]+)"/g)].flatMap(([, list = '']) =>
    list.split('|'),
  )
  for (const cause of causes) expect(CAUSES).toContain(cause)
})
