// `polc explain`: why a request gets its answer, and what would turn it.

import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import { print, printJson } from '../host/output.js';
import { openPolicies } from '../host/policy-set.js';
import { readFacts } from '../host/read-facts.js';
import { coloursOf } from '../report/colours.js';
import { explanationText } from '../report/explanation-text.js';
import { examples, type Formatted, factsOption, formatOption, policiesOption } from './options.js';
import { readRequest } from './request-input.js';

interface ExplainOptions extends Formatted {
  readonly policies: readonly string[];
  readonly request: string;
  readonly facts?: string;
  readonly allowRoot?: boolean;
}

export function defineExplain(command: Command): void {
  policiesOption(
    command.description('Show why a request gets its answer: every layer, stanza and condition it met, and the smallest change that would turn it.'),
  )
    .requiredOption('--request <file>', 'the request as JSON; - for standard input')
    .addOption(factsOption())
    .option('--allow-root', "let the policy root be Vault's root, which may do everything")
    .addOption(formatOption())
    .action(async ({ policies, request, facts, allowRoot = false, format }: ExplainOptions) => {
      const engine = await openPolicies(policies, { allowRoot, ...(facts === undefined ? {} : { facts: await readFacts(facts) }) });
      const explanation = engine.explain(await readRequest(request));
      if (format === 'json') printJson(explanation);
      else print(explanationText(explanation, coloursOf(process.stdout)));
      process.exitCode = explanation.decision.allowed ? EXIT.fine : EXIT.no;
    });
  examples(command, 'Exits 0 when the request is allowed, 1 when it is denied.', '', 'Example:', '  $ polc explain -p policies --request request.json');
}
