// `polc eval`: decides one request, or as many as come.

import { type Command, Option } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { readJsonDocument } from '../host/json-document.js';
import { print } from '../host/output.js';
import { bundleAmong, compilePaths, openPolicies } from '../host/policy-set.js';
import { makeReference } from '../host/reference-engine.js';
import { coloursOf } from '../report/colours.js';
import { decisionText } from '../report/decision-text.js';
import { decideLines } from './decide-lines.js';
import { examples, type Formatted, formatOption, policiesOption } from './options.js';
import { type Decider, readRequest } from './request-input.js';

interface EvalOptions extends Formatted {
  readonly policies: readonly string[];
  readonly facts?: string;
  readonly request?: string;
  readonly requests?: string;
  readonly engine: 'tree' | 'reference' | 'esm';
  readonly allowRoot?: boolean;
}

export function defineEval(command: Command): void {
  policiesOption(command.description('Decide one request, or many.'))
    .option('--request <file>', 'one request as JSON; - for standard input')
    .option('--requests <file.jsonl>', 'a request a line; - for standard input. Prints one JSON decision a line, in order')
    .option('--facts <file>', 'agents, users, delegations and consents as JSON (this version keeps only their revision)')
    .addOption(new Option('--engine <engine>', 'what decides').choices(['tree', 'reference', 'esm']).default('tree'))
    .option('--allow-root', "let the policy root be Vault's root, which may do everything")
    .addOption(formatOption())
    .action(async (options: EvalOptions) => {
      process.exitCode = await runEval(options);
    });
  examples(
    command,
    'Exits 0 when the request (with --requests: each of them) is allowed, 1 when it',
    'is denied. In --requests blank lines are passed over, and a line that is not',
    'JSON, or has a key twice, is denied as malformed_request.',
    '',
    'Example:',
    `  $ echo '{"policies": ["dev"], "operation": "read", "path": "secret/data/x"}' |`,
    '      polc eval -p policies --request -',
  );
}

async function runEval(options: EvalOptions): Promise<number> {
  const { request, requests, format } = options;
  if ((request === undefined) === (requests === undefined)) throw new Failure('usage', 'eval takes either --request or --requests');
  const decider = await makeDecider(options);
  if (requests !== undefined) return (await decideLines(decider, requests)) ? EXIT.fine : EXIT.no;
  const decision = decider.decide(await readRequest(request as string));
  print(format === 'json' ? JSON.stringify(decision) : decisionText(decision, coloursOf(process.stdout)));
  return decision.allowed ? EXIT.fine : EXIT.no;
}

async function makeDecider({ policies, facts, engine, allowRoot = false }: EvalOptions): Promise<Decider> {
  if (engine === 'esm') throw new Failure('usage', 'this version has no esm engine; there are tree and reference');
  const known = facts === undefined ? {} : { facts: await readFacts(facts) };
  if (engine === 'tree') return openPolicies(policies, { allowRoot, ...known });
  if (facts !== undefined) throw new Failure('usage', 'the reference engine takes no facts');
  if (bundleAmong(policies) !== null) throw new Failure('usage', 'the reference engine reads policies, not bundles');
  const { files } = await compilePaths(policies);
  return makeReference(
    files.map(({ file, bytes }) => ({ file, text: bytes })),
    { allowRoot },
  );
}

async function readFacts(file: string): Promise<{ readonly revision?: string }> {
  const facts = await readJsonDocument(file);
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) throw new Failure('usage', `${file}: facts are a JSON object`);
  return facts;
}
