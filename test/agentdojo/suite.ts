// A suite of AgentDojo as the reference data has it, and the policy set of policies/ that guards its tools.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceText } from '@polc/compiler';
import type { Facts, JsonObject } from '@polc/runtime';
import { readSharedJson } from '../shared-data.js';

export interface Call {
  readonly function: string;
  readonly args: JsonObject;
}

export interface Task {
  readonly calls: readonly Call[];
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

export interface Suite {
  readonly tools: readonly Tool[];
  readonly user_tasks: Readonly<Record<string, Task>>;
  readonly injection_tasks: Readonly<Record<string, Task>>;
}

/** What of a policy set speaks about the suite: who acts, and for what. Everything else is in its files. */
export interface Guard {
  readonly suite: string;
  readonly agent: string;
  readonly delegation: string;
  readonly purpose: string;
}

export const GUARDS: readonly Guard[] = [
  { suite: 'banking', agent: 'bank-assistant', delegation: 'rosa-bank', purpose: 'everyday-banking' },
  { suite: 'workspace', agent: 'office-assistant', delegation: 'dana-office', purpose: 'office-work' },
];

export function readSuite(suite: string): Suite {
  return readSharedJson<Suite>(`data/agentdojo/${suite}.json`);
}

const folderOf = (suite: string): string => fileURLToPath(new URL(`../../policies/${suite}/`, import.meta.url));
const textOf = (suite: string, name: string): string => readFileSync(`${folderOf(suite)}${name}`, 'utf8');

/** Tests decide nothing. */
const isPolicy = (name: string): boolean => name.endsWith('.hcl') && !name.endsWith('.test.hcl');

export function sourcesOf(suite: string): SourceText[] {
  const names = readdirSync(folderOf(suite)).filter((name) => isPolicy(name) || name.endsWith('.tools.json'));
  return names.map((name) => ({ file: name, text: textOf(suite, name) }));
}

export function factsOf(suite: string): Facts {
  return JSON.parse(textOf(suite, 'facts.json')) as Facts;
}

export function toolsOf(suite: string): readonly Tool[] {
  return (JSON.parse(textOf(suite, `${suite}.tools.json`)) as { tools: readonly Tool[] }).tools;
}

/** Everything that decides: the policies and the facts, as texts. */
export function policyTextsOf(suite: string): string[] {
  const names = readdirSync(folderOf(suite)).filter((name) => isPolicy(name) || name === 'facts.json');
  return names.map((name) => textOf(suite, name));
}
