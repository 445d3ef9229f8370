// An explanation for people: the steps taken, what was looked at in each layer, and what would turn the answer or what it rests on.

import type { Change, Explanation, ExplanationStep } from '@polc/runtime';
import type { Colours } from './colours.js';
import { verdictLine } from './decision-text.js';
import { atomLine, guardrailLines, layerLines, listLines, sign, standingLines } from './explained-parts.js';
import { visible } from './visible.js';

const WHO: Readonly<Record<Change['by'], string>> = {
  caller: 'the caller',
  'enforcement point': 'the enforcement point',
  user: 'the user',
  approver: 'an approver',
  registry: 'whoever keeps the registry',
  embedder: 'the program that embeds polc',
  'policy author': 'a policy author',
};

/** Ends in a line end. */
export function explanationText(explanation: Explanation, colours: Colours): string {
  const { decision, steps, standing, guardrails, layers, changes, justification } = explanation;
  const out = [verdictLine(decision, colours), visible(decision.message)];
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) out.push('', colours.bold(title), ...lines);
  };
  section(
    'Steps',
    steps.map((step) => stepLine(step, colours)),
  );
  if (standing !== null) section('Who stands behind it', standingLines(standing, colours));
  section(
    'Guardrails that concern it',
    guardrails.flatMap((guardrail) => guardrailLines(guardrail, colours)),
  );
  const [only] = layers;
  if (only?.layer === 'policies') {
    section(
      'Patterns that match, best first',
      only.lists.flatMap((list) => listLines(list, '  ', true, colours)),
    );
    section(
      'Other layers',
      layers.slice(1).flatMap((layer) => layerLines(layer, colours)),
    );
  } else
    section(
      'Layers',
      layers.flatMap((layer) => layerLines(layer, colours)),
    );
  section(decision.allowed ? 'What would take it away' : 'What would allow it', changeLines(changes));
  // Of bare policies the steps have said it.
  if (justification !== null && decision.vault === null) section('What it rests on', justificationLines(justification, colours));
  return `${out.join('\n')}\n`;
}

function stepLine({ step, passed, text }: ExplanationStep, colours: Colours): string {
  return `  ${sign(passed, colours)} ${step.padEnd('parameters'.length)}  ${visible(text)}`;
}

/** In their order; those next to each other of one supplier stand together. */
function changeLines(changes: readonly Change[]): string[] {
  return changes.flatMap((change, i) => {
    if (isShared(change)) return sharedLines(change);
    const before = changes[i - 1];
    const heads = before === undefined || isShared(before) || before.by !== change.by;
    return [...(heads ? [`  ${WHO[change.by]} could`] : []), `    - ${visible(change.text)}`];
  });
}

const isShared = ({ parts }: Change) => new Set(parts.map(({ by }) => by)).size > 1;

/** It takes several. */
function sharedLines({ parts }: Change): string[] {
  return ['  together', ...parts.map(({ by, text }) => `    - ${WHO[by]}: ${visible(text)}`)];
}

function justificationLines({ layers, delegations, approvals, mfa }: NonNullable<Explanation['justification']>, colours: Colours): string[] {
  return [
    ...layers.flatMap(({ layer, principal, stanzas, atoms }) => [
      `  ${layer} of ${visible(principal)}: ${stanzas.map(({ policy, file, line }) => `${visible(policy)}, ${visible(file)}:${line}`).join('; ') || 'nothing'}`,
      ...atoms.map((atom) => `    ${atomLine(atom, colours)}`),
    ]),
    ...delegations.map(({ id, consent }) => {
      const by = consent === 'implied' ? 'implied' : `to ${consent.scopes.join(', ')}${consent.from === null ? '' : `, given ${consent.from}`}`;
      return `  delegation ${visible(JSON.stringify(id))}, consent ${visible(by)}`;
    }),
    ...approvals.map(({ name, by }) => `  approval for ${visible(JSON.stringify(name))} by ${visible(by.join(', '))}`),
    ...(mfa ? ['  MFA of the user'] : []),
  ];
}
