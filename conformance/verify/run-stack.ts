/**
 * Verifies one stack.
 *
 * @module
 */
import { type Layer, type Verification, type VerifyInput, verify } from '@marque/verify'
import type { Program, Stack } from './mistakes/index.ts'
import { bundleOf } from './policy.ts'
import { createBed, PATHS } from './servers/index.ts'

/** How everything is asked unless a stack says otherwise. */
export const ASKING: VerifyInput['asking'] = {
  headers: [],
  credentials: [],
  concurrency: 8,
  rate: null,
  replicas: 1,
  tls: { ca: null, client: null },
  seed: 1,
  // A busy machine is not a slow layer: only stacks that hang set a shorter one.
  timeout: 120_000,
  signal: new AbortController().signal,
}

/** Starts the servers, verifies them, and stops them. */
export async function runStack(stack: Stack): Promise<Verification> {
  const bundle = bundleOf(stack.policy)
  const bed = createBed(bundle)
  try {
    const layers = (await stack.start(bed)).map(
      (layer): Layer => ({ http: 1, target: null, onlyAsSeen: false, ...layer }),
    )
    return await verify(inputOf(stack, layers))
  } finally {
    await bed.stop()
  }
}

export function inputOf({ policy, input }: Stack, layers: readonly Layer[]): VerifyInput {
  return {
    bundle: bundleOf(policy),
    layers,
    alsoKnown: [],
    context: null,
    paths: PATHS,
    maxProbes: 400,
    mutating: false,
    throughCache: false,
    now: Date.now,
    ...input,
    asking: { ...ASKING, ...input?.asking },
  }
}

/** The findings, one text each: `proxy vary-lost`. Notes are left out. */
export function namesOf({ report }: Verification): readonly string[] {
  return report.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ layer, cause }) => `${layer} ${cause}`)
}

/** The programs that a stack needs and that are not installed. */
export function missingPrograms(
  { needs = [] }: Stack,
  installed: { readonly [program in Program]: string | undefined },
): readonly Program[] {
  return needs.filter((program) => installed[program] === undefined)
}
