// A decision for people: the answer, why, each layer's verdict, the stanzas behind it, and what is bound to it or still wanted.

import type { DecidingRule, Decision, LayerVerdict, Obligations, WantedApproval } from '@polc/runtime';
import type { Colours } from './colours.js';
import { counted } from './counted.js';
import { visible } from './visible.js';

/** Ends in a line end. */
export function decisionText(decision: Decision, colours: Colours): string {
  const { message, layers, rules, obligations, advice, missing } = decision;
  // One layer's verdict is the decision's.
  const several = layers.length > 1;
  const lines = [
    verdictLine(decision, colours),
    ...(message === '' ? [] : [visible(message)]),
    ...(several ? layerLines(layers, colours) : []),
    ...rules.map((rule) => ruleLine(rule, several)),
    ...(isOpen(decision) ? obligationLines(obligations) : []),
    ...(missing.length === 0 ? [] : [`unknown: ${visible(missing.map(({ attribute }) => attribute).join(', '))}`]),
    ...advice.map((name) => `advice: the guardrail ${quoted(name)} would deny this if it were mandatory`),
  ];
  return `${lines.join('\n')}\n`;
}

export function verdictLine({ allowed, outcome }: Decision, colours: Colours): string {
  return allowed ? colours.green(colours.bold('allowed')) : `${colours.red(colours.bold('denied'))}: ${outcome}`;
}

/** As an author would write it. */
export function quoted(text: string): string {
  return visible(JSON.stringify(text));
}

/** Each layer with its principal and verdict; the first that denies is the one that counts. */
function layerLines(layers: readonly LayerVerdict[], colours: Colours): string[] {
  const names = layers.map(({ layer, principal }) => [layer, visible(principal)] as const);
  const [wide, wider] = [0, 1].map((column) => Math.max(...names.map((name) => (name[column] as string).length))) as [number, number];
  const decisive = layers.findIndex(({ allowed }) => !allowed);
  return layers.map(({ allowed, outcome }, i) => {
    const [layer, principal] = names[i] as readonly [string, string];
    const verdict = allowed ? 'allowed' : i === decisive ? `${colours.red('denied')}: ${outcome} (this decides)` : `denied: ${outcome}`;
    return `  ${layer.padEnd(wide)}  ${principal.padEnd(wider)}  ${verdict}`;
  });
}

function ruleLine({ layer, policy, path, file, line, role }: DecidingRule, named: boolean): string {
  // The reference knows neither, and a token's details stand in no file.
  const place = file === '' ? '' : `, ${visible(file)}:${line}`;
  return `  ${named ? `${layer}: ` : ''}${role} by ${visible(policy)}, path ${quoted(path)}${place}`;
}

/** What has been denied outright has no bounds worth reading. */
function isOpen({ allowed, obligations: { approval, mfa } }: Decision): boolean {
  return allowed || mfa || approval !== null;
}

function obligationLines({ max_ttl, uses, approval, mfa }: Obligations): string[] {
  const limits = [max_ttl === null ? '' : `for at most ${counted(max_ttl, 'second')}`, uses === null ? '' : `for ${counted(uses, 'use')}`].filter(Boolean);
  const lines = limits.length === 0 ? [] : [`limited: ${limits.join(', ')}`];
  if (mfa) lines.push('wanted: MFA by the user');
  if (approval !== null) lines.push(...approval.requirements.flatMap(approvalLines), `  action ${approval.action}`);
  return lines;
}

function approvalLines({ by, count, within, self, kind, name, requirement }: WantedApproval): string[] {
  const age = within === null ? '' : `, no older than ${counted(within, 'second')}`;
  const own = self ? ', which may be their own' : '';
  return [
    `wanted: ${counted(count, 'approval')} by ${visible(by.join(' or '))}${age}${own}, for the ${KIND[kind]} ${quoted(name)}`,
    `  requirement ${requirement}`,
  ];
}

const KIND = { stanza: 'stanza', guardrail: 'guardrail', control_group: 'control group' } as const;
