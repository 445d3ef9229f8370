// `polc eval`: decides one request, or as many as come.

import { type Command, Option } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { loadEsmModule, makeEsmModule } from '../host/esm-module.js';
import { print } from '../host/output.js';
import { bundleAmong, compilePaths, engineOf, openPolicies, type Setting } from '../host/policy-set.js';
import { readFacts } from '../host/read-facts.js';
import { makeReference } from '../host/reference-engine.js';
import { coloursOf } from '../report/colours.js';
import { decisionText } from '../report/decision-text.js';
import { decideLines } from './decide-lines.js';
import { notingGuardrails } from './guardrail-note.js';
import { examples, type Formatted, factsOption, formatOption, policiesOption } from './options.js';
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
    .addOption(factsOption())
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
    'The engine tree is the one of bundles; reference is an evaluator of its own,',
    'slow and plain; esm is the module that polc build --target esm writes. They',
    'answer alike.',
    '',
    'Examples:',
    `  $ echo '{"policies": ["dev"], "operation": "read", "path": "secret/data/x"}' |`,
    '      polc eval -p policies --request -',
    '  $ polc eval -p policies --facts facts.json --request request.json',
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
  const setting: Setting = { allowRoot, ...(facts === undefined ? {} : { facts: await readFacts(facts) }) };
  if (engine === 'tree') {
    const tree = await openPolicies(policies, setting);
    return notingGuardrails(tree, tree);
  }
  if (engine === 'esm') return makeEsmDecider(policies, setting);
  if (bundleAmong(policies) !== null) throw new Failure('usage', 'the reference engine reads policies, not bundles');
  const { files, bundle } = await compilePaths(policies);
  // For its refusals: the reference takes whatever it is given for sound.
  const tree = engineOf(bundle, null, setting);
  const sources = files.map(({ file, bytes }) => ({ file, text: bytes }));
  const reference = await makeReference(sources, setting.facts === undefined ? { allowRoot } : { allowRoot, facts: setting.facts.facts });
  return notingGuardrails(reference, tree);
}

/** What `polc build --target esm` would write, loaded. */
async function makeEsmDecider(policies: readonly string[], setting: Setting): Promise<Decider> {
  const given = bundleAmong(policies);
  const { bytes, file } = given ?? { bytes: (await compilePaths(policies)).bundle, file: null };
  // For its refusals, in the command's words.
  const tree = engineOf(bytes, file, setting);
  const { makeEngine } = await loadEsmModule(await makeEsmModule(bytes));
  const { facts, allowRoot = false } = setting;
  return notingGuardrails(makeEngine(facts === undefined ? { allowRoot } : { allowRoot, facts: facts.facts }), tree);
}
