// `polc verify`: invariants proved over all requests that the files and facts admit, or refuted with one.

import {
  type InvariantModel,
  type Proof,
  type ProofStatus,
  quantifiedOver,
  reportSubject,
  reportUndecided,
  verifyInvariant,
  worldOf,
  worldOfAnyRegistry,
} from '@polc/compiler';
import { type Command, Option } from 'commander';
import { EXIT } from '../failure.js';
import { note, print, printJson } from '../host/output.js';
import { engineOf } from '../host/policy-set.js';
import { readFacts } from '../host/read-facts.js';
import { coloursOf } from '../report/colours.js';
import { proofText } from '../report/proof-text.js';
import { compileTests, openWorkspace, readTestSet } from '../test/compile-tests.js';
import { examples, type Formatted, factsOption, formatOption } from './options.js';

interface Options extends Formatted {
  readonly facts?: string;
  readonly filter?: string;
  readonly registry: 'these' | 'any';
}

/** What an invariant came to; its clauses in order. */
export interface Verified {
  readonly invariant: InvariantModel;
  readonly status: ProofStatus;
  readonly proofs: readonly Proof[];
}

export function defineVerify(command: Command): void {
  command
    .description('Prove the invariants of policies over all requests, or refute them with one.')
    .argument('<path...>', 'policies and their tests: folders, and files')
    .addOption(factsOption())
    .addOption(new Option('--registry <which>', 'who may be registered: those of these files and facts, or anybody').choices(['these', 'any']).default('these'))
    .option('--filter <text>', 'only invariants whose name contains this')
    .addOption(formatOption())
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await runVerify(paths, options);
    });
  examples(
    command,
    'Exits 1 when an invariant is refuted, cannot be decided, or speaks of nobody,',
    'and when there is none.',
    '',
    'Example:',
    '  $ polc verify policies --facts facts.json',
  );
}

async function runVerify(paths: readonly string[], { facts: factsFile, filter, registry, format }: Options): Promise<number> {
  const facts = factsFile === undefined ? undefined : await readFacts(factsFile);
  const read = readTestSet(paths);
  const { bundle, model } = await compileTests(await openWorkspace(read.sources, facts), read);
  const { tests } = model;
  const world = (registry === 'any' ? worldOfAnyRegistry : worldOf)(engineOf(bundle, null, facts === undefined ? {} : { facts }), facts?.facts);
  const chosen = tests.invariants.filter(({ name }) => filter === undefined || name.includes(filter));
  const verified = chosen.map((invariant): Verified => {
    const proofs = verifyInvariant(invariant, world, model.blocks.schema);
    return { invariant, proofs, status: worst(proofs) };
  });
  if (format === 'json') printJson(jsonOf(verified));
  else print(proofText(verified, world.engine, coloursOf(process.stdout)));
  if (chosen.length === 0) note(`polc: ${tests.invariants.length === 0 ? 'there are no invariant blocks' : 'no invariant is left by --filter'}`);
  return chosen.length > 0 && verified.every(({ status }) => status === 'proved') ? EXIT.fine : EXIT.no;
}

const WORST: readonly ProofStatus[] = ['refuted', 'undecided', 'nobody', 'proved'];

function worst(proofs: readonly Proof[]): ProofStatus {
  return WORST.find((status) => proofs.some((proof) => proof.status === status)) ?? 'nobody';
}

function jsonOf(verified: readonly Verified[]) {
  const count = (status: ProofStatus) => verified.filter((one) => one.status === status).length;
  return {
    invariants: verified.map(({ invariant, status, proofs }) => ({
      ...{ name: invariant.name, file: invariant.file, line: invariant.line, status },
      clauses: proofs.map((proof, i) => ({
        kind: invariant.clauses[i]?.kind,
        status: proof.status,
        refutations: proof.refutations.map(({ subject, operations, path, when, witness, decision }) => ({
          ...{ subject: reportSubject(subject), operations, path, when, decision },
          witness: witness.consents === null ? { request: witness.request } : witness,
        })),
        undecided: proof.undecided.map(reportUndecided),
        quantified: quantifiedOver(proof),
      })),
    })),
    summary: { proved: count('proved'), refuted: count('refuted'), undecided: count('undecided'), nobody: count('nobody') },
  };
}
