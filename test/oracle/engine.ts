// The oracle behind the shape of an engine, for `polc eval --engine reference`: files, facts, and a decision with what the oracle knows of one.
// It has no words: messages are empty, and so are roles and files that it was not told.

import type { Decision, Request } from '@polc/runtime';
import { oracleJudge, readTexts } from './language/index.js';
import { refuseForm } from './request-form.js';
import { vaultView } from './vault-view.js';

export interface EngineSource {
  readonly file: string;
  readonly text: string | Uint8Array;
}

export interface EngineOptions {
  readonly allowRoot: boolean;
  /** As JSON (spec.md §9.1). */
  readonly facts?: unknown;
  readonly clock?: () => number;
}

/** For policies that compile: throws on others, in fewer words than the compiler. */
export function makeEngine(sources: readonly EngineSource[], options: EngineOptions): { decide(request: Request): Decision } {
  const reading = readTexts(sources);
  if ('errors' in reading) throw new Error(reading.errors[0]);
  const { model } = reading;
  const clock = options.clock ?? Date.now;
  return {
    decide(request) {
      const now = clock();
      const answer = oracleJudge(model, options.facts ?? null, request, { clock: () => now, allowRoot: options.allowRoot });
      // contracts.md: "bare policies only".
      const view = refuseForm(request) === null ? vaultView(model, request, now, options.allowRoot) : null;
      const { chosen, missing, ...known } = answer;
      return {
        ...known,
        message: '',
        rules: chosen.map(({ layer, policy, path, line }) => ({ layer, policy, path, file: '', line, role: 'granted' })),
        missing: missing.map((attribute) => ({ attribute })),
        capabilities: view?.capabilities ?? ['deny'],
        vault: view?.vault ?? null,
        revision: 'reference',
        facts_revision: revisionOf(options.facts),
      } as unknown as Decision;
    },
  };
}

function revisionOf(facts: unknown): string | null {
  const revision = (facts as { readonly revision?: unknown } | null | undefined)?.revision;
  return typeof revision === 'string' ? revision : null;
}
