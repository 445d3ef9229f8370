// What is judged behind a leaf or a template, in words for every format that people look at. All of it is made visible: no format need do so again.

import { layout, type ShownLeaf, type ShownProgram, type ShownTemplated, type ShownTree } from '@polc/runtime';
import { counted } from '../counted.js';
import { quoted } from '../decision-text.js';
import { inVaultsOrder, plainTerms } from '../plain-stanza.js';
import { visible } from '../visible.js';

export interface RuleWords {
  readonly pattern: string;
  readonly capabilities: string;
  readonly denies: boolean;
  /** Each in its order; several where a stanza stands alone. */
  readonly alternatives: readonly AlternativeWords[];
}

interface AlternativeWords {
  /** What it grants, where it is one of several. */
  readonly head: string | null;
  readonly tests: readonly string[];
  /** The stanzas it is made of. */
  readonly places: readonly string[];
}

export function leafWords({ pattern, program, ...rule }: ShownLeaf): RuleWords {
  return ruleWords(quoted(written(pattern)), rule, program);
}

export function templateWords({ template, ...rule }: ShownTemplated): RuleWords {
  return ruleWords(quoted(template), rule, null);
}

/** As an author writes it. */
export function written({ kind, text }: ShownLeaf['pattern']): string {
  return kind === 'prefix' ? `${text}*` : text;
}

/** `policy dev`, `scope mail`, `policies dev, ops`, `agent_policies and ceiling of agent:x`. */
export function titleOf({ layers, policies, unknown }: ShownTree): string {
  const [first] = layers;
  if (first?.layer === 'policies') return visible(`${policies.length === 1 ? 'policy' : 'policies'} ${policies.join(', ')}`);
  if (first?.principal.startsWith('scope:') === true) return visible(`scope ${policies.join(', ')}`);
  const of = layers.map(({ layer, principal }) => `${layer} of ${principal}`).join(' and ');
  const missing = unknown === null ? '' : `; there is no policy ${JSON.stringify(unknown)}, so it denies everything`;
  return visible(`${of}: ${policies.join(', ') || 'no policies'}${missing}`);
}

/** What leads to a node. */
export function edgeWords(edge: string, plus: boolean): string {
  return plus ? '+' : quoted(edge);
}

type Judged = Pick<ShownLeaf, 'capabilities' | 'alternatives'>;

function ruleWords(pattern: string, { capabilities, alternatives }: Judged, program: ShownProgram | null): RuleWords {
  const several = alternatives.length > 1;
  return {
    pattern,
    capabilities: inVaultsOrder(capabilities).join(', ') || 'nothing',
    denies: (capabilities & layout.DENY) !== 0,
    alternatives: alternatives.map((alternative) => ({
      head: several ? `one way: ${inVaultsOrder(alternative.terms.capabilities).join(', ') || 'nothing'}` : null,
      tests: program === null ? testWords(alternative) : programWords(program, alternative),
      places: alternative.stanzas.map(({ policy, file, line, reason }) =>
        visible(`${policy} ${file}:${line}${reason === null ? '' : ` (${JSON.stringify(reason)})`}`),
      ),
    })),
  };
}

/** What a stanza with a program says beside it: the types of events alone. */
function programWords({ parameters, tests }: ShownProgram, { terms }: ShownLeaf['alternatives'][number]): string[] {
  const list = parameters?.map(({ name, values }) => listWords('allowed_parameters', name, values)) ?? [];
  const on = ({ true: yes, false: no, unknown }: ShownProgram['tests'][number]) => `true → ${yes}, false → ${no}, unknown → ${unknown}`;
  const { subscribe_event_types: events } = plainTerms(terms);
  return [
    ...list,
    ...(events === undefined ? [] : [visible(`subscribe_event_types: ${JSON.stringify(events)}`)]),
    ...tests.map((test, i) => visible(`test ${i + 1}: ${test.condition}  ${on(test)}`)),
  ];
}

function testWords({ terms, own, conditions, shape }: ShownLeaf['alternatives'][number]): string[] {
  const { allowed_parameters: allowed = {}, denied_parameters: denied = {}, ...others } = plainTerms(terms);
  const set = Object.entries(others).filter(([, value]) => value !== undefined);
  const approval = own?.approval ?? null;
  return [
    ...Object.entries(allowed).map(([name, values]) => listWords('allowed_parameters', name, values)),
    ...Object.entries(denied).map(([name, values]) => listWords('denied_parameters', name, values)),
    ...set.map(([key, value]) => visible(`${key}: ${JSON.stringify(value)}`)),
    ...(shape === null ? [] : [visible(`parameters: ${shape}`)]),
    ...conditions.map((condition) => visible(`when: ${condition}`)),
    ...(own === null || own.maxTtl === Number.POSITIVE_INFINITY ? [] : [`max_ttl: ${counted(own.maxTtl, 'second')}`]),
    ...(approval === null ? [] : [visible(approvalWords(approval))]),
  ];
}

function approvalWords({ by, count, within, self }: NonNullable<NonNullable<ShownLeaf['alternatives'][number]['own']>['approval']>): string {
  const age = within === null ? '' : `, not older than ${counted(within, 'second')}`;
  return `approval: ${counted(count, 'approver')} of ${by.join(', ')}${self ? ', the user too' : ''}${age}`;
}

function listWords(list: string, name: string, values: readonly unknown[]): string {
  return visible(`${list} ${name}: ${values.length === 0 ? 'any value' : values.map((value) => JSON.stringify(value)).join(', ')}`);
}
