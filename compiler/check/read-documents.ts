// All documents of a set to policies and blocks, in two passes: first what everything else may speak of (schema, conditions, tools), then the rest.
// Whether names are declared anywhere is resolve's.

import { type Document, LineIndex, type Source } from '@polc/grammar';
import { compileConditionBlock } from '../expression/compile-condition.js';
import type { Blocks, NamedCondition, Placed, SchemaModel } from '../model/blocks.js';
import type { Reference } from '../model/reference.js';
import type { Reporter } from '../model/report.js';
import type { Model, Policy } from '../model/stanza.js';
import type { ToolServer } from '../model/tools.js';
import type { ConditionBlock, Vocabulary } from '../model/vocabulary.js';
import { type Block, type BlockType, isPolcBlock, placed, readBlocks } from './block.js';
import type { CheckContext } from './context.js';
import { readDelegation } from './read-delegation.js';
import { readGuardrail } from './read-guardrail.js';
import { readPolicy, readScope, readVaultFile } from './read-policy.js';
import { readAgent, readAgentType, readGroup, readUser } from './read-principals.js';
import { NO_SCHEMA, readSchema } from './read-schema.js';
import { readTarget } from './read-target.js';
import { type Load, readToolsBlock } from './read-tools-block.js';

export interface Input {
  readonly document: Document;
  readonly source: Source;
  /** The name under which a Vault file is stored, where the caller knows it. */
  readonly name: string | undefined;
  readonly report: Reporter;
}

/** A block that stands once a kind and id, wherever it stands. */
export interface Declared {
  readonly type: BlockType;
  readonly id: string;
  readonly file: string;
  readonly block: Block;
}

export interface Checked {
  readonly model: Model;
  readonly references: readonly Reference[];
  /** Every block but policies, in source order. */
  readonly declared: readonly Declared[];
}

interface Sorted extends Input {
  /** null for a Vault file. */
  readonly blocks: readonly Block[] | null;
}

export function readDocuments(inputs: readonly Input[], load: Load): Checked {
  const sorted: Sorted[] = inputs.map((input) => ({
    ...input,
    blocks: isPolcFile(input.document) ? readBlocks(input.document.body.items, input.report) : null,
  }));
  const { vocabulary, tools } = readVocabulary(sorted, load);
  const policies: Policy[] = [];
  const blocks = new BlockLists();
  const references: Reference[] = [];
  for (const { document, source, name, report, blocks: own } of sorted) {
    const context: CheckContext = { report, lines: new LineIndex(source.text), json: document.syntax === 'json', vocabulary, tools, references };
    if (own === null) policies.push(readVaultFile(document, name, context));
    for (const block of own ?? []) {
      if (block.type === 'policy') policies.push(readPolicy(block, context));
      else blocks.read(block, context);
    }
  }
  const declared = sorted.flatMap(({ blocks: own, report }) =>
    (own ?? []).flatMap((block) => (block.type === 'policy' ? [] : [{ type: block.type, id: block.id, file: report.file, block }])),
  );
  return { model: { policies, blocks: blocks.with(vocabulary.schema) }, references, declared };
}

/** Blocks make a file polc's; its own JSON form is nothing else. */
function isPolcFile({ syntax, body }: Document): boolean {
  return syntax === 'polc-json' || (syntax === 'hcl' && body.items.some(isPolcBlock));
}

/** Of several blocks of one id the first holds; the others are refused by resolve. */
function readVocabulary(files: readonly Sorted[], load: Load): { readonly vocabulary: Vocabulary; readonly tools: ReadonlyMap<string, ToolServer> } {
  let schema: SchemaModel | null = null;
  const conditions = new Map<string, ConditionBlock>();
  const tools = new Map<string, ToolServer>();
  for (const { blocks, report } of files) {
    for (const block of blocks ?? []) {
      const { type, id, span, items } = block;
      if (type === 'schema') {
        const read = readSchema(block, report);
        schema ??= read;
      } else if (type === 'condition' && !conditions.has(id)) conditions.set(id, { name: id, file: report.file, span, items });
      else if (type === 'tools') {
        const server = readToolsBlock(block, load, report);
        if (server !== null && !tools.has(id)) tools.set(id, server);
      }
    }
  }
  return { vocabulary: { schema: schema ?? NO_SCHEMA, conditions, parameters: null }, tools };
}

/** The lists of the model's blocks as they fill. */
class BlockLists {
  readonly #agentTypes: Blocks['agentTypes'][number][] = [];
  readonly #agents: Blocks['agents'][number][] = [];
  readonly #users: Blocks['users'][number][] = [];
  readonly #groups: Blocks['groups'][number][] = [];
  readonly #scopes: Blocks['scopes'][number][] = [];
  readonly #delegations: Blocks['delegations'][number][] = [];
  readonly #guardrails: Blocks['guardrails'][number][] = [];
  readonly #conditions: Placed<NamedCondition>[] = [];
  readonly #targets: Blocks['targets'][number][] = [];

  read(block: Block, context: CheckContext): void {
    const { report, lines, vocabulary } = context;
    const put = <R>(list: Placed<R>[], record: R | null): void => {
      if (record !== null) list.push(placed(record, block, report, lines));
    };
    switch (block.type) {
      case 'agent_type':
        put(this.#agentTypes, readAgentType(block, context));
        break;
      case 'agent':
        put(this.#agents, readAgent(block, context));
        break;
      case 'user':
        put(this.#users, readUser(block, context));
        break;
      case 'group':
        put(this.#groups, readGroup(block, context));
        break;
      case 'scope':
        this.#scopes.push(readScope(block, context));
        break;
      case 'delegation':
        put(this.#delegations, readDelegation(block, context));
        break;
      case 'guardrail':
        put(this.#guardrails, readGuardrail(block, context));
        break;
      case 'condition': {
        const { id: name, span, items } = block;
        const condition = compileConditionBlock({ name, file: report.file, span, items }, vocabulary, report);
        put(this.#conditions, condition === null ? null : { name, condition });
        break;
      }
      case 'target':
        put(this.#targets, readTarget(block, context));
        break;
    }
  }

  with(schema: SchemaModel): Blocks {
    return {
      agentTypes: this.#agentTypes,
      agents: this.#agents,
      users: this.#users,
      groups: this.#groups,
      scopes: this.#scopes,
      delegations: this.#delegations,
      guardrails: this.#guardrails,
      conditions: this.#conditions,
      targets: this.#targets,
      schema,
    };
  }
}
