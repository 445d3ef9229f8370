// The region of a property or invariant (grammar/spec.md §13) as a survey takes it: whom it speaks of, where, and which conditions its requests meet.

import type { Code, Names } from '@polc/runtime';
import { type Classified, classifyPattern, type Expr, type FootingAnatomy, readCondition } from '@polc/runtime/anatomy';
import { type Subject, subjectOfPolicies, subjectsOf } from '../analysis/subjects.js';
import { literalsOf } from '../bundle/literals.js';
import type { SchemaModel } from '../model/blocks.js';
import type { Chosen, Region } from '../model/tests.js';
import type { World } from './world.js';

export interface SurveyedRegion {
  readonly subjects: readonly Subject[];
  /** Not all chains are among them. */
  readonly partial: boolean;
  readonly operations: readonly string[] | null;
  readonly paths: readonly Classified[] | null;
  /** All of them are true of its requests. */
  readonly conditions: readonly Expr[];
  readonly footings: (footing: FootingAnatomy) => boolean;
}

export function surveyedRegion(region: Region, world: World, schema: SchemaModel): SurveyedRegion {
  const { subjects, partial } = subjectsIn(region, world);
  const codes = [...purposeCodes(region.purpose), ...(region.condition === null ? [] : [region.condition.code])];
  return {
    ...{ subjects, partial },
    operations: namesOf(region.operation)?.flatMap((name) => wordsOf(name, schema)) ?? null,
    paths: namesOf(region.path)?.flatMap((pattern) => classifyPattern(pattern) ?? []) ?? null,
    conditions: readCodes(codes, world, schema),
    footings: (footing) => usesDelegation(footing, region.delegation),
  };
}

/** An operation, what it is mapped to, and the words that are mapped to it: none may be passed over. */
function wordsOf(name: string, { operations }: SchemaModel): readonly string[] {
  const mapped = [...operations].flatMap(([word, meant]) => (meant === name ? [word] : []));
  return [name, operations.get(name) ?? name, ...mapped];
}

export function readCodes(codes: readonly Code[], { reading }: World, schema: SchemaModel): readonly Expr[] {
  if (codes.length === 0) return [];
  const literals = literalsOf(codes, schema);
  return codes.map((code) => readCondition(reading.engine, code, literals));
}

function namesOf(chosen: 'any' | readonly { readonly name: string }[] | null): readonly string[] | null {
  return chosen === null || chosen === 'any' ? null : chosen.map(({ name }) => name);
}

const PURPOSE: readonly ['request', ...Names] = ['request', 'purpose'];

function purposeCodes(purpose: Chosen | null): readonly Code[] {
  if (purpose === null) return [];
  if (purpose === 'any') return [['has', ...PURPOSE]];
  if (purpose === 'none') return [['not', ['has', ...PURPOSE]]];
  return [['in', ['read', ...PURPOSE], ['const', purpose.map(({ name }) => name)]]];
}

function subjectsIn(
  { policies, agent, agentType, user, delegation }: Region,
  { engine }: World,
): { readonly subjects: readonly Subject[]; readonly partial: boolean } {
  if (policies !== null) {
    const lists = policies === 'any' ? [...engine.tables.policyByName.keys()].map((name) => [name]) : [policies.map(({ name }) => name)];
    return { subjects: lists.map(subjectOfPolicies), partial: false };
  }
  const { subjects, partial } = subjectsOf([engine]);
  const typesOf = ({ chain }: Subject) => chain.flatMap((id) => engine.snapshot.agents.get(id)?.type?.id ?? []);
  return {
    partial,
    subjects: subjects.filter(
      (subject) =>
        isAmong(agent, subject.chain) &&
        isAmong(agentType, typesOf(subject)) &&
        isAmong(user, subject.user === null ? [] : [subject.user]) &&
        isAmong(delegation, delegationsOf(subject, engine)),
    ),
  };
}

/** All that join two of its chain. */
function delegationsOf({ kind, user, chain }: Subject, { snapshot }: World['engine']): readonly string[] {
  if (kind !== 'delegation') return [];
  const parties = [...(user === null ? [] : [`user:${user}`]), ...chain.map((id) => `agent:${id}`)];
  return [...snapshot.delegations.values()].flatMap(({ id, from, to }) => {
    const at = parties.indexOf(from);
    return at >= 0 && parties[at + 1] === `agent:${to}` ? [id] : [];
  });
}

function isAmong(chosen: Chosen | null, there: readonly string[]): boolean {
  if (chosen === null) return true;
  if (chosen === 'none' || chosen === 'any') return (chosen === 'any') === there.length > 0;
  return chosen.some(({ name }) => there.includes(name));
}

function usesDelegation({ parties }: FootingAnatomy, chosen: Chosen | null): boolean {
  if (chosen === null || chosen === 'any' || chosen === 'none') return true;
  return (parties.delegation?.ways ?? []).some(([{ id }]) => chosen.some(({ name }) => name === id));
}
