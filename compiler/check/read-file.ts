// One file to what it adds to the model, given the words that all files share. Whether names are declared anywhere is resolve's.

import { LineIndex } from '@polc/grammar';
import { compileConditionBlock } from '../expression/compile-condition.js';
import type { Blocks, Placed } from '../model/blocks.js';
import type { DeclaredBlock } from '../model/declared-block.js';
import type { Reference } from '../model/reference.js';
import type { Policy } from '../model/stanza.js';
import type { Tests } from '../model/tests.js';
import { type Block, isTest, placed } from './block.js';
import type { CheckContext } from './context.js';
import { readDelegation } from './read-delegation.js';
import { readGuardrail } from './read-guardrail.js';
import { readPolicy, readScope, readVaultFile } from './read-policy.js';
import { readAgent, readAgentType, readGroup, readUser } from './read-principals.js';
import { readTarget } from './read-target.js';
import type { SharedWords } from './read-vocabulary.js';
import type { Sorted } from './sort-file.js';
import { isRegistered, NO_TESTS, readTests } from './tests/read-tests.js';

/** The blocks of a file by their kinds. */
export type FileBlocks = { readonly [K in Exclude<keyof Blocks, 'schema'>]: Blocks[K][number][] };

export interface FileModel {
  readonly policies: readonly Policy[];
  /** null for a file that has none. */
  readonly blocks: FileBlocks | null;
  readonly references: readonly Reference[];
  /** Every block but policies and tests, in source order. */
  readonly declared: readonly DeclaredBlock[];
  readonly tests: Tests;
}

export function noBlocks(): FileBlocks {
  return { agentTypes: [], agents: [], users: [], groups: [], scopes: [], delegations: [], guardrails: [], conditions: [], targets: [] };
}

/** `keepsItems`: stanzas keep what they were made of. */
export function readFile({ document, source, name, report, blocks: own }: Sorted, { vocabulary, tools, beyond }: SharedWords, keepsItems: boolean): FileModel {
  const references: Reference[] = [];
  const context: CheckContext = {
    ...{ report, lines: new LineIndex(source.text), json: document.syntax === 'json' },
    ...{ vocabulary, tools, references, keepsItems },
    ...{ load: beyond.load, factsFiles: new Map(), known: (kind, id) => isRegistered(kind, id, beyond.facts) },
  };
  if (own === null) return { policies: [readVaultFile(document, name, context)], blocks: null, references, declared: NONE, tests: NO_TESTS };
  const policies: Policy[] = [];
  const blocks = noBlocks();
  const declared: DeclaredBlock[] = [];
  const tests = own.filter(isTest);
  for (const block of own) {
    if (isTest(block)) continue;
    if (block.type === 'policy') policies.push(readPolicy(block, context));
    else {
      readBlock(block, blocks, context);
      declared.push({ type: block.type, id: block.id, file: report.file, span: block.span });
    }
  }
  return { policies, blocks, references, declared, tests: tests.length === 0 ? NO_TESTS : readTests(tests, context) };
}

const NONE: readonly never[] = [];

function readBlock(block: Block, blocks: FileBlocks, context: CheckContext): void {
  const { report, lines, vocabulary } = context;
  const put = <R>(list: Placed<R>[], record: R | null): void => {
    if (record !== null) list.push(placed(record, block, report, lines));
  };
  switch (block.type) {
    case 'agent_type':
      put(blocks.agentTypes, readAgentType(block, context));
      break;
    case 'agent':
      put(blocks.agents, readAgent(block, context));
      break;
    case 'user':
      put(blocks.users, readUser(block, context));
      break;
    case 'group':
      put(blocks.groups, readGroup(block, context));
      break;
    case 'scope':
      blocks.scopes.push(readScope(block, context));
      break;
    case 'delegation':
      put(blocks.delegations, readDelegation(block, context));
      break;
    case 'guardrail':
      put(blocks.guardrails, readGuardrail(block, context));
      break;
    case 'condition': {
      const { id: name, span, items } = block;
      const condition = compileConditionBlock({ name, file: report.file, span, items }, vocabulary, report);
      put(blocks.conditions, condition === null ? null : { name, condition });
      break;
    }
    case 'target':
      put(blocks.targets, readTarget(block, context));
      break;
  }
}
