// The parts of an explanation for people: standing, guardrails, layers with their patterns and checks, conditions as trees.

import type {
  Atom,
  Candidate,
  Check,
  Condition,
  ExplainedAlternative,
  ExplainedGuardrail,
  ExplainedLayer,
  ExplainedList,
  ExplainedStanding,
} from '@polc/runtime';
import type { Colours } from './colours.js';
import { quoted } from './decision-text.js';
import { visible } from './visible.js';

export function sign(passed: boolean, colours: Colours): string {
  return passed ? colours.green('✓') : colours.red('✗');
}

export function standingLines({ principals, hops, faults }: ExplainedStanding, colours: Colours): string[] {
  return [
    ...principals.map(
      ({ id, status, expires }) => `  ${sign(status === 'active', colours)} ${visible(id)}: ${status}${expires === null ? '' : `, until ${expires}`}`,
    ),
    ...hops.flatMap(({ from, to, delegations }) => [
      `  ${visible(from)} → ${visible(to)}${delegations.length === 0 ? ': no delegation' : ''}`,
      ...delegations.flatMap((delegation) => delegationLines(delegation, colours)),
    ]),
    ...faults.map(({ text }) => `  ${sign(false, colours)} ${visible(text)}`),
  ];
}

function delegationLines(delegation: ExplainedStanding['hops'][number]['delegations'][number], colours: Colours): string[] {
  const { id, active, expires, max_depth, purposes, sessions, scopes, consent, consents, taken } = delegation;
  const said = [
    active ? 'active' : 'revoked',
    ...(expires === null ? [] : [`until ${expires}`]),
    `scopes ${scopes.join(', ') || '(none)'}`,
    ...(purposes === null ? [] : [`for ${purposes.join(', ') || 'no purpose'}`]),
    ...(sessions === null ? [] : [`in ${sessions.join(', ') || 'no session'}`]),
    ...(max_depth === 0 ? [] : [`through ${max_depth} more`]),
    `consent ${consent}`,
  ];
  return [
    `    ${quoted(id)}: ${visible(said.join('; '))}${taken ? `; ${colours.bold('taken')}` : ''}`,
    ...consents.map(({ scopes, from, until, in_force }) => {
      const term = [from === null ? '' : ` from ${from}`, until === null ? '' : ` until ${until}`].join('');
      return `      ${sign(in_force, colours)} consent to ${visible(scopes.join(', '))}${term}`;
    }),
  ];
}

export function guardrailLines({ name, file, line, enforcement, on, objects, require, forbid, reason }: ExplainedGuardrail, colours: Colours): string[] {
  const about = on === 'the request' ? '' : `, on ${visible(on)}`;
  return [
    `  ${sign(!objects, colours)} ${quoted(name)} (${enforcement}), ${visible(file)}:${line}${about}${reason === null ? '' : `: ${visible(reason)}`}`,
    ...require.flatMap((condition) => ['      requires', ...conditionLines(condition, '        ', colours)]),
    ...forbid.flatMap((condition) => ['      forbids', ...conditionLines(condition, '        ', colours)]),
  ];
}

export function layerLines({ layer, principal, allowed, outcome, operation, path, lists }: ExplainedLayer, colours: Colours): string[] {
  const about = layer === 'delegate' ? ` (${operation} on ${quoted(path)})` : '';
  const head = `  ${sign(allowed, colours)} ${layer} of ${visible(principal)}${about}: ${outcome}`;
  return [
    head,
    ...lists.flatMap((list) => [
      `      ${colours.dim('policies')} ${visible(list.policies.join(', ')) || '(none)'}${list.unknown === null ? '' : `; there is no policy ${quoted(list.unknown)}`}`,
      ...listLines(list, '      ', false, colours),
    ]),
  ];
}

/** `brief`: what the steps have said is left out. */
export function listLines({ candidates, alternatives }: ExplainedList, indent: string, brief: boolean, colours: Colours): string[] {
  const several = alternatives.length > 1;
  const told = ({ passed, check }: Check) => check === 'when' || check === 'parameters' || (!passed && (several || !brief));
  return candidates.flatMap((candidate, i) => [
    ...candidateLines(candidate, i + 1, indent, colours),
    ...(candidate.selected ? alternatives.flatMap((each) => alternativeLines(each, `${indent}   `, several, told, colours)) : []),
  ]);
}

function candidateLines({ pattern, kind, capabilities, selected, unresolved, stanzas }: Candidate, rank: number, indent: string, colours: Colours): string[] {
  const verdict = selected ? colours.bold('decides') : colours.dim('does not count');
  const template = unresolved === null ? '' : `; ${visible(unresolved)} cannot be filled in`;
  return [
    `${indent}${rank}. ${quoted(pattern)} (${kind}): ${capabilities.join(', ') || 'nothing'}${template}; ${verdict}`,
    ...stanzas.map(({ policy, file, line }) => `${indent}   ${visible(policy)}, ${visible(file)}:${line}`),
  ];
}

/** Conditions, shapes, needs, and what failed. `named`: with its place, beside others. */
function alternativeLines(
  { stanzas, checks, approvals, mfa }: ExplainedAlternative,
  outer: string,
  named: boolean,
  isTold: (check: Check) => boolean,
  colours: Colours,
): string[] {
  const indent = named ? `${outer}  ` : outer;
  const [first] = stanzas;
  const lines = [
    ...checks
      .filter(isTold)
      .flatMap(({ check, passed, text, condition }) => [
        `${indent}${sign(passed, colours)} ${check}: ${visible(text)}`,
        ...(condition === undefined ? [] : conditionLines(condition, `${indent}    `, colours)),
      ]),
    ...approvals.map(
      ({ by, count }) => `${indent}${colours.dim('wants')} ${count === 1 ? 'an approval' : `${count} approvals`} by ${visible(by.join(' or '))}`,
    ),
    ...(mfa ? [`${indent}${colours.dim('wants')} MFA`] : []),
  ];
  return lines.length === 0 || first === undefined || !named ? lines : [`${outer}${colours.dim('of')} ${visible(first.file)}:${first.line}`, ...lines];
}

export function conditionLines(condition: Condition, indent: string, colours: Colours): string[] {
  if (condition.op === 'atom') return [`${indent}${atomLine(condition, colours)}`];
  const head = `${indent}${truthWord(condition.truth, colours)} ${condition.op}`;
  return [head, ...condition.operands.flatMap((operand) => conditionLines(operand, `${indent}  `, colours))];
}

export function atomLine({ text, truth, saw, cause }: Atom, colours: Colours): string {
  const values = saw.map(({ attribute, value }) => `${attribute} ${value === null ? 'has no value' : `= ${value}`}`);
  const known = [...values, ...(cause === null ? [] : [cause])].join(', ');
  return `${truthWord(truth, colours)} ${visible(text)}${known === '' ? '' : colours.dim(`  (${visible(known)})`)}`;
}

function truthWord(truth: Atom['truth'], colours: Colours): string {
  const word = truth.padEnd('unknown'.length);
  return truth === 'true' ? colours.green(word) : truth === 'false' ? colours.red(word) : colours.yellow(word);
}
