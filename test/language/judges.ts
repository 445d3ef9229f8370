// Those that every case of the language is put to: the oracle, the compiled engine by its doors, and the module that is emitted of the same bundle.

import { compile } from '@polc/compiler';
import { hasErrors, makeSource, parse } from '@polc/grammar';
import { type EngineOptions, type Facts, loadBundle, type Request } from '@polc/runtime';
import { type Deciding, moduleOf } from '../codegen/load-module.js';
import { oracleJudge, readLanguage } from '../oracle/index.js';
import { type Expected, type LanguageCase, NOW } from './language-case.js';

export type Answer = Required<Expected>;

export interface Judge {
  readonly name: string;
  judge(asked: LanguageCase): Answer;
}

/** What an answer is read from; both judges answer in (at least) these members. */
interface Raw {
  readonly allowed: boolean;
  readonly outcome: string;
  readonly layers: readonly { readonly layer: string; readonly outcome: string }[];
  readonly obligations: unknown;
  readonly advice: readonly string[];
  readonly missing: readonly (string | { readonly attribute: string })[];
}

/** Answers of `tools/list` are handed to the compiler with the rest; they are no documents. */
const isPolicyFile = ([file]: readonly [string, string]) => !file.endsWith('.tools.json');

export function policyFiles(files: LanguageCase['files']): [file: string, text: string][] {
  return Object.entries(files).filter(isPolicyFile);
}

function answerOf({ allowed, outcome, layers, obligations, advice, missing }: Raw): Answer {
  return {
    allowed,
    outcome,
    layers: layers.map((each) => `${each.layer} ${each.outcome}`),
    obligations: obligations as Answer['obligations'],
    advice,
    missing: missing.map((each) => (typeof each === 'string' ? each : each.attribute)).sort(),
  };
}

export const engine: Judge = {
  name: 'the engine',
  judge(asked) {
    return askEngine(loadBundle(bundleOf(asked), optionsOf(asked)), asked);
  },
};

/** What `polc build --target esm` makes of the same bundle. */
export const emitted = {
  name: 'the emitted module',
  async judge(asked: LanguageCase): Promise<Answer> {
    const { makeEngine } = await moduleOf(bundleOf(asked));
    return askEngine(makeEngine(optionsOf(asked)), asked);
  },
};

function bundleOf({ files }: LanguageCase): Uint8Array {
  const { bundle, diagnostics } = compile(Object.entries(files).map(([file, text]) => ({ file, text })));
  if (bundle === undefined) throw new Error(`the policies do not compile: ${diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; ')}`);
  return bundle;
}

function optionsOf({ facts, clock = NOW }: LanguageCase): EngineOptions {
  return { clock: () => clock, ...(facts === undefined ? {} : { facts: facts as Facts }) };
}

function askEngine(loaded: Deciding, { request }: LanguageCase): Answer {
  const decision = loaded.decide(request as unknown as Request);
  // The door beside `decide` must not say otherwise, and the whole answer is JSON.
  if (loaded.allows(request as unknown as Request) !== decision.allowed) throw new Error('allows() does not agree with decide()');
  const whole = JSON.parse(JSON.stringify(decision)) as Raw;
  if (whole.allowed !== decision.allowed || whole.outcome !== decision.outcome) throw new Error('toJSON() does not agree with decide()');
  return answerOf(whole);
}

export const oracle: Judge = {
  name: 'the oracle',
  judge({ files, facts, clock = NOW, request }) {
    const documents = policyFiles(files).map(([file, text]) => {
      const { value, diagnostics } = parse(makeSource(file, text));
      if (hasErrors(diagnostics)) throw new Error(`${file} does not parse: ${diagnostics[0]?.message}`);
      return value;
    });
    const reading = readLanguage(documents);
    if ('errors' in reading) throw new Error(`the oracle refuses the policies: ${reading.errors.join('; ')}`);
    return answerOf(oracleJudge(reading.model, facts, request as unknown as Request, { clock: () => clock }));
  },
};
