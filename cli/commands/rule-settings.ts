// `--rule id=off|warn|error`, as often as it is given: read, and held to the rules there are.

import { RULES, type RuleSetting } from '@polc/compiler';
import { nearest } from '@polc/grammar';
import { Failure } from '../failure.js';

const SETTINGS: readonly string[] = ['off', 'warn', 'error'] satisfies RuleSetting[];

/** The last setting of a rule counts. */
export function readRuleSettings(given: readonly string[]): Record<string, RuleSetting> {
  return Object.fromEntries(given.map(readOne));
}

function readOne(given: string): [id: string, setting: RuleSetting] {
  const [id = '', setting, ...rest] = given.split('=');
  if (setting === undefined || rest.length > 0) throw new Failure('usage', `--rule takes id=${SETTINGS.join('|')}, not "${given}"`);
  const ids = RULES.map((rule) => rule.id);
  if (!ids.includes(id)) throw new Failure('usage', `there is no rule "${id}"${suggestion(id, ids)}`);
  if (!SETTINGS.includes(setting)) throw new Failure('usage', `a rule is ${SETTINGS.join(', ')}, not "${setting}"`);
  return [id, setting as RuleSetting];
}

function suggestion(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close === undefined ? '' : `; did you mean "${close}"?`;
}
