// The settings of lint rules: `--rule id=off|warn|error`, as often as it is given, over those of configurations. Held to the rules there are.

import { IGNORE_CODES, RULES, type RuleSetting } from '@polc/compiler';
import { nearest } from '@polc/grammar';
import { Failure } from '../failure.js';

export const SETTINGS: readonly string[] = ['off', 'warn', 'error'] satisfies RuleSetting[];

/** Whatever can be set: the rules, and what is said of directives that ignore. */
export const RULE_IDS: readonly string[] = [...RULES, ...IGNORE_CODES].map(({ id }) => id);

export function isRule(id: string): boolean {
  return RULE_IDS.includes(id);
}

export function isSetting(word: string): word is RuleSetting {
  return SETTINGS.includes(word);
}

/** The last setting of a rule counts. */
export function readRuleSettings(given: readonly string[]): Record<string, RuleSetting> {
  return Object.fromEntries(given.map(readOne));
}

function readOne(given: string): [id: string, setting: RuleSetting] {
  const [id = '', setting, ...rest] = given.split('=');
  if (setting === undefined || rest.length > 0) throw new Failure('usage', `--rule takes id=${SETTINGS.join('|')}, not "${given}"`);
  if (!isRule(id)) throw new Failure('usage', `there is no rule "${id}"${suggestion(id, RULE_IDS)}`);
  if (!isSetting(setting)) throw new Failure('usage', `a rule is ${SETTINGS.join(', ')}, not "${setting}"`);
  return [id, setting];
}

function suggestion(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close === undefined ? '' : `; did you mean "${close}"?`;
}
