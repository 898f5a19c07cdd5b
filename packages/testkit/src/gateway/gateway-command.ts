/**
 * The command `marque gateway` in a process of its own, ready to be sent requests.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { killGroup, MARQUE, startGroup, temporaryFolder, waitUntil } from '../processes/index.ts'

export interface GatewayCommandOptions {
  /** A program and its first arguments, which start the command: `bash -c '…' --`. */
  readonly through?: readonly string[]
  readonly env?: { readonly [name: string]: string | undefined }
}

export interface GatewayCommand {
  readonly child: ChildProcess
  /** Its first address, and that of the admin interface; empty where it has none. */
  readonly url: string
  readonly admin: string
  /** What it has written so far. */
  readonly stderr: () => string
  readonly stdout: () => string
  /** Kills it with its children. */
  kill(): Promise<void>
}

/**
 * Starts `marque gateway` with these arguments and waits until it listens and says which policy it has.
 *
 * @throws {Error} It ended instead, with its standard error.
 */
export async function startGatewayCommand(
  args: readonly string[],
  { through = [], env = {} }: GatewayCommandOptions = {},
): Promise<GatewayCommand> {
  const [program = MARQUE, ...rest] = [...through, MARQUE, 'gateway', ...args]
  const child = startGroup(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const isReady = (): boolean => {
    if (child.exitCode !== null) throw new Error(`the gateway ended: ${stderr}`)
    return /listening on/.test(stderr) && /no policy yet|policy sha256\S* for /.test(stderr)
  }
  await waitUntil(isReady, { what: 'the gateway is ready' })
  // Before it, the addresses of distributors may be named.
  const started = stderr.slice(stderr.indexOf('listening on'))
  const [url = '', admin = ''] = started.match(/https?:\/\/127\.0\.0\.1:\d+/g) ?? []
  return {
    child,
    url,
    admin,
    stderr: () => stderr,
    stdout: () => stdout,
    kill: () => killGroup(child),
  }
}

export interface PolicyCommand extends GatewayCommand {
  readonly port: number
  readonly adminPort: number
  /** The policy file, which the command watches. */
  readonly policyFile: string
  /** Kills the process and starts another on the same address and file. */
  restart(): Promise<PolicyCommand>
  /** Kills it and removes its files. */
  stop(): Promise<void>
}

/** Starts `marque gateway POLICY --upstream URL` with an admin interface. */
export async function startPolicyCommand(
  policy: string,
  upstream: string,
  flags: readonly string[] = [],
): Promise<PolicyCommand> {
  const folder = temporaryFolder({ 'policy.yaml': policy })
  const policyFile = folder.at('policy.yaml')
  const start = async (listen: string): Promise<PolicyCommand> => {
    const addresses = ['--listen', listen, '--admin', '127.0.0.1:0']
    const args = [policyFile, '--upstream', upstream, ...addresses, ...flags]
    const command = await startGatewayCommand(args)
    const port = Number(new URL(command.url).port)
    return {
      ...command,
      port,
      adminPort: Number(new URL(command.admin).port),
      policyFile,
      async restart() {
        await command.kill()
        return start(`127.0.0.1:${port}`)
      },
      async stop() {
        await command.kill()
        folder.remove()
      },
    }
  }
  return start('127.0.0.1:0')
}

/**
 * Writes a gateway file and starts `marque gateway --config` on it.
 *
 * @param settings What the file holds beside the addresses, which the system chooses.
 */
export function startConfiguredCommand(
  file: string,
  settings: object,
  options: GatewayCommandOptions = {},
): Promise<GatewayCommand> {
  const listen = [{ address: '127.0.0.1:0' }]
  writeFileSync(file, JSON.stringify({ version: 1, listen, admin: '127.0.0.1:0', ...settings }))
  return startGatewayCommand(['--config', file], options)
}
