/**
 * Description of the machine, without its name.
 *
 * @module
 */
import { availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os'

export function machineText(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  const [load = 0] = loadavg()
  const date = new Date().toISOString().slice(0, 10)
  return `${model}, ${availableParallelism()} cores, ${memory} GiB, ${platform()}; Node ${process.version}; ${date}; load ${load.toFixed(1)} at the start.`
}
