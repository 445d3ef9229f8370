// Everything of a policy that coverage speaks of, with its place: stanzas, conditions with their atoms, guardrails, layers, delegations, scopes. Made once.

import type { Condition, Model, Policy, SourceText, Stanza } from '@polc/compiler';
import { type Expression, LineIndex, makeSource, type Span } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import { layersToSee } from './layers-to-see.js';
import { listAtoms } from './parameter-lists.js';
import { type Plan, planCondition } from './plan.js';
import { shapeAtoms } from './shape-members.js';

export interface Place {
  readonly file: string;
  readonly span: Span;
  /** From 1. */
  readonly line: number;
}

/** `lists` are Vault's parameter lists, `parameters` the shapes. */
export type ConditionKind = 'when' | 'require' | 'forbid' | 'condition' | 'parameters' | 'lists';

export interface AtomSubject extends Place {
  /** As written. */
  readonly text: string;
  /** Whether it can be true, false as far as its form tells: an empty list of Vault refuses no value. */
  readonly canBe: { readonly true: boolean; readonly false: boolean };
  /** null for a shape or a list. */
  readonly expression: Expression | null;
}

export interface ConditionSubject extends Place {
  readonly number: number;
  readonly kind: ConditionKind;
  /** The stanza, guardrail or condition that has it. */
  readonly owner: string;
  readonly plan: Plan;
  readonly atoms: readonly AtomSubject[];
}

export interface StanzaSubject extends Place {
  readonly number: number;
  readonly stanza: Stanza;
  readonly scope: boolean;
  /** `policy "dev", "secret/*"` */
  readonly name: string;
  readonly denies: boolean;
  /** Numbers of conditions. */
  readonly lists: number | null;
  readonly parameters: number | null;
  readonly when: readonly number[];
}

export interface GuardrailSubject extends Place {
  readonly name: string;
  readonly require: readonly number[];
  readonly forbid: readonly number[];
}

export interface NamedSubject extends Place {
  readonly name: string;
}

export interface Catalogue {
  readonly model: Model;
  readonly facts: Facts;
  readonly stanzas: readonly StanzaSubject[];
  readonly conditions: readonly ConditionSubject[];
  /** By name. */
  readonly named: ReadonlyMap<string, number>;
  readonly guardrails: readonly GuardrailSubject[];
  /** `layer principal`. */
  readonly layers: readonly NamedSubject[];
  readonly delegations: readonly NamedSubject[];
  readonly scopes: readonly NamedSubject[];
  /** Text of every file, in the order given. */
  readonly texts: ReadonlyMap<string, string>;
}

export function catalogueOf(model: Model, facts: Facts, sources: readonly SourceText[]): Catalogue {
  return new Cataloguer(model, sources).catalogue(facts);
}

class Cataloguer {
  readonly #model: Model;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lines = new Map<string, LineIndex>();
  readonly #conditions: ConditionSubject[] = [];
  readonly #expressions: ReadonlyMap<string, Expression>;

  constructor(model: Model, sources: readonly SourceText[]) {
    this.#model = model;
    this.#texts = new Map(sources.map(({ file, text }) => [file, makeSource(file, text).text]));
    this.#expressions = new Map(model.blocks.conditions.map(({ record }) => [record.name, record.condition.expression]));
  }

  catalogue(facts: Facts): Catalogue {
    const { policies, blocks } = this.#model;
    const stanzas: StanzaSubject[] = [];
    const add = ({ stanzas: all, name }: Pick<Policy, 'name' | 'stanzas'>, scope: boolean) => {
      for (const stanza of all) stanzas.push(this.#stanza(stanza, stanzas.length, scope, `${scope ? 'scope' : 'policy'} ${JSON.stringify(name)}`));
    };
    for (const policy of policies) add(policy, false);
    for (const scope of blocks.scopes) add(scope, true);
    const guardrails = blocks.guardrails.map(({ record, file, span }) => {
      const owner = `guardrail ${JSON.stringify(record.name)}`;
      const of = (kind: 'require' | 'forbid') => record[kind].map((condition) => this.#condition(kind, owner, file, condition));
      return { ...this.#place(file, span), name: record.name, require: of('require'), forbid: of('forbid') };
    });
    const named = blocks.conditions.map(({ record, file }) => {
      return [record.name, this.#condition('condition', `condition ${JSON.stringify(record.name)}`, file, record.condition)] as const;
    });
    const place = ({ name, file, span }: { name: string; file: string; span: Span }) => ({ name, ...this.#place(file, span) });
    return {
      model: this.#model,
      facts,
      stanzas,
      conditions: this.#conditions,
      named: new Map(named),
      guardrails,
      layers: layersToSee(blocks).map(place),
      delegations: blocks.delegations.map(({ record, file, span }) => place({ name: record.id, file, span })),
      scopes: blocks.scopes.map(place),
      texts: this.#texts,
    };
  }

  #stanza(stanza: Stanza, number: number, scope: boolean, policy: string): StanzaSubject {
    const { file, pattern, head, when, parameters } = stanza;
    const name = `${policy}, ${JSON.stringify(pattern.written)}`;
    const lists = listAtoms(stanza);
    const shapes = parameters === null ? null : shapeAtoms(parameters);
    return {
      ...this.#place(file, head),
      ...{ number, stanza, scope, name, denies: stanza.capabilities[0] === 'deny' },
      lists: lists.length === 0 ? null : this.#conjunction('lists', name, file, head, lists),
      parameters: parameters === null || shapes === null ? null : this.#conjunction('parameters', name, file, parameters.span, shapes),
      when: when.map((condition) => this.#condition('when', name, file, condition)),
    };
  }

  #condition(kind: ConditionKind, owner: string, file: string, { expression, code, span }: Condition): number {
    const { plan, atoms } = planCondition(expression, code, (name) => this.#expressions.get(name));
    const canBe = { true: true, false: true };
    return this.#add(kind, owner, file, span, plan, [...atoms.map((atom) => ({ ...atom, canBe, text: this.#text(file, atom.span) }))]);
  }

  #conjunction(kind: ConditionKind, owner: string, file: string, span: Span, atoms: readonly MemberAtom[]): number {
    const parts = atoms.map((_, number) => ({ plan: { op: 'atom', number, named: null } as const, count: 1 }));
    const plan: Plan = { op: 'and', parts };
    return this.#add(
      kind,
      owner,
      file,
      span,
      plan,
      atoms.map((atom) => ({ ...atom, expression: null })),
    );
  }

  #add(kind: ConditionKind, owner: string, file: string, span: Span, plan: Plan, atoms: readonly Omit<AtomSubject, 'file' | 'line'>[]): number {
    const number = this.#conditions.length;
    this.#conditions.push({
      ...this.#place(file, span),
      number,
      kind,
      owner,
      plan,
      atoms: atoms.map((atom) => ({ ...atom, ...this.#place(file, atom.span) })),
    });
    return number;
  }

  #text(file: string, { start, end }: Span): string {
    return (this.#texts.get(file) ?? '').slice(start, end).replace(/\s+/g, ' ');
  }

  #place(file: string, span: Span): Place {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new LineIndex(this.#texts.get(file) ?? '');
      this.#lines.set(file, lines);
    }
    return { file, span, line: lines.line(span.start) };
  }
}

/** What a member of a shape or of Vault's lists asks. */
export interface MemberAtom {
  readonly text: string;
  readonly span: Span;
  readonly canBe: AtomSubject['canBe'];
}
