// `polc test --mutate`: mutants of the policies, asked by the tests that have passed.

import type { SourceText, Tests } from '@polc/compiler';
import { makeSource } from '@polc/grammar';
import { type Facts, loadBundle } from '@polc/runtime';
import type { MutantKind, MutationResult } from '@polc/testing';
import { Failure } from '../failure.js';
import { readNamedFile } from '../host/named-file.js';
import type { Progress } from '../host/progress.js';
import { breathe } from '../host/signals.js';
import { withCommas } from '../report/counted.js';
import type { CompiledTests } from './compile-tests.js';
import type { Filtered } from './filter.js';

export interface MutationSettings {
  readonly max?: number | undefined;
  readonly seed: number;
  readonly kinds?: readonly MutantKind[] | undefined;
}

/** Properties do not take part: a thousand requests a mutant, and what they find hangs on the seed. */
export async function mutate(
  { bundle, model, sources }: CompiledTests,
  { tests }: Filtered,
  facts: Facts | undefined,
  { max, seed, kinds }: MutationSettings,
  progress: Progress,
): Promise<MutationResult> {
  const { caseTests, equivalence, mutationSteps } = await import('@polc/testing');
  const given = facts === undefined ? {} : { facts };
  const steps = mutationSteps(withoutTests(sources, model.tests), caseTests(tests, facts), {
    ...given,
    ...(max === undefined ? {} : { max }),
    ...(kinds === undefined ? {} : { kinds }),
    seed,
    load: readNamedFile,
    isEquivalent: equivalence({ bundle, model, ...given }, loadBundle(bundle), { tests }),
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const { tried, most } = step.value;
    progress.tick(() => `trying mutant ${withCommas(tried + 1)} of at most ${withCommas(most)} …`);
    await breathe();
  }
}

/** Blanks in their place: a test that names what a mutant drops would keep it from compiling. */
function withoutTests(sources: readonly SourceText[], { tests, properties, invariants }: Tests): SourceText[] {
  const blocks = [...tests, ...properties, ...invariants];
  return sources.flatMap((source) => {
    if (source.role === 'tests') return [];
    const own = source.file.endsWith('.json') ? [] : blocks.filter(({ file }) => file === source.file);
    if (own.length === 0) return [source];
    const { text } = makeSource(source.file, source.text);
    const blanked = own.reduce(
      (rest, { extent: { start, end } }) => rest.slice(0, start) + rest.slice(start, end).replace(/[^\r\n]/g, ' ') + rest.slice(end),
      text,
    );
    return [{ ...source, text: blanked }];
  });
}

export async function readMutantKinds(text: string | undefined): Promise<readonly MutantKind[] | undefined> {
  if (text === undefined) return undefined;
  const { MUTANT_KINDS } = await import('@polc/testing');
  return text.split(',').map((part) => {
    const kind = MUTANT_KINDS.find((each) => each === part.trim());
    if (kind === undefined) throw new Failure('usage', `--mutate-kinds: there is no kind ${JSON.stringify(part.trim())}: they are ${MUTANT_KINDS.join(', ')}`);
    return kind;
  });
}
