// What would make a layer allow: any way to make one of its alternatives allow, or what an author or the user would have to add.

import { Action } from '../decide/approvals.js';
import type { Case } from '../decide/case.js';
import { objectionsOf } from '../decide/guardrails.js';
import type { Engine } from '../engine.js';
import { DENY } from '../format/layout.js';
import { capabilityNames } from '../load.js';
import type { Alternative, Rule } from '../rule.js';
import { places, unresolvedOf, writtenOf } from './checks.js';
import { both, byAuthor, DONE, type EditSet, either, NO_WAY, union } from './edits.js';
import { type JudgedLayer, type JudgedList, judgeOne, policiesOf } from './layers.js';
import { waysToMakeAll } from './repair-condition.js';
import { waysOfGuardrail } from './repair-guardrail.js';
import { editsForNeeds } from './repair-needs.js';
import { waysToFit, waysToPassLists, waysToWrap } from './repair-parameters.js';

export function waysOfLayer(layer: JudgedLayer, engine: Engine): readonly EditSet[] {
  const { judged, one, self, lists } = layer;
  if (judged.outcome === 'allowed') return DONE;
  one.self = self;
  switch (judged.layer) {
    case 'delegate': {
      const objections = objectionsOf(engine.tables.blocks.guardrails, one).filter(({ guardrail }) => guardrail.enforcement === 'hard-mandatory');
      return both(...lists.map((list) => waysOfList(list, layer, engine)), ...objections.map(({ guardrail }) => waysOfGuardrail(guardrail, one)));
    }
    case 'scope':
      return either(...lists.map((list) => waysOfList(list, layer, engine)), waysByConsent(layer, engine), [
        [{ by: 'registry', text: `give ${judged.principal} a scope that covers ${one.asked.word} on ${JSON.stringify(one.asked.path)}`, apply: null }],
      ]);
    case 'rar':
      return either(...lists.map((list) => waysOfList(list, layer, engine).filter((way) => way.every(({ by }) => by !== 'policy author'))), [
        [{ by: 'caller', text: `present authorization details that cover ${one.asked.word} on ${JSON.stringify(one.asked.path)}`, apply: null }],
      ]);
    default:
      return either(...lists.map((list) => waysOfList(list, layer, engine)));
  }
}

/** Scopes that the delegation has and the consent does not cover. */
function waysByConsent({ one }: JudgedLayer, engine: Engine): readonly EditSet[] {
  const { delegation } = one.parties;
  const last = delegation?.ways.at(-1);
  if (delegation === null || last === undefined) return NO_WAY;
  const left = last[0].scopes.filter((name) => !delegation.scopes.includes(name) && delegation.ways.every(([each]) => each.scopes.includes(name)));
  return left.flatMap((name) => {
    const list = engine.snapshot.lists.ofScope(name);
    if (list === null || judgeOne(list, engine, one, new Action(one)).judged.outcome !== 'allowed') return [];
    const ids = delegation.ways.filter(([each, consent]) => each.explicit && !consent?.scopes.includes(name)).map(([{ id }]) => JSON.stringify(id));
    return [[{ by: 'user' as const, text: `consent to the scope ${JSON.stringify(name)} of the delegation ${ids.join(' and ')}`, apply: null }]];
  });
}

function waysOfList({ list, judged }: JudgedList, { one, judged: layer }: JudgedLayer, engine: Engine): readonly EditSet[] {
  const { rule, outcome } = judged;
  const { operation, path } = one.asked;
  if (outcome === 'allowed') return DONE;
  if (list !== null && list.unknown !== null) return [byAuthor(`define the policy ${JSON.stringify(list.unknown)}, which ${layer.principal} has`)];
  if (operation === undefined) return NO_WAY;
  const capability = capabilityNames(operation.bit).join();
  if (rule === null) {
    const where = layer.layer === 'policies' || list === null ? '' : ` to ${policiesOf(list, engine).join(' or ') || `a policy of ${layer.principal}`}`;
    return [byAuthor(`add a stanza${where}: path ${JSON.stringify(path)} { capabilities = [${JSON.stringify(capability)}] }`)];
  }
  if (rule.capabilities & DENY) return [byAuthor(`remove the deny at ${places(rule, DENY)}, or add a more specific pattern`)];
  return either(...rule.alternatives.map((alternative) => waysOfAlternative(rule, alternative, capability, one, engine)));
}

function waysOfAlternative(rule: Rule, alternative: Alternative, capability: string, one: Case, engine: Engine): readonly EditSet[] {
  const { own, capabilities } = alternative;
  const bit = one.asked.operation?.bit ?? 0;
  const at = `of ${writtenOf(rule)} at ${places(alternative)}`;
  const orAuthor = (ways: readonly EditSet[], what: string) => (ways[0]?.length === 0 ? DONE : either(ways, [byAuthor(`change ${what} ${at}`)]));
  const unresolved = unresolvedOf(alternative);
  if (unresolved !== null) {
    const by = unresolved.startsWith('session.') || unresolved.startsWith('identity.') ? 'enforcement point' : 'registry';
    return [[{ by, text: `supply ${unresolved} as one segment, without / * and +`, apply: null }]];
  }
  one.unknowns = null;
  const ways = both(
    capabilities & bit ? DONE : [byAuthor(`add ${capability} to ${writtenOf(rule)} at ${places(alternative)}`)],
    orAuthor(waysToWrap(alternative, one), 'the wrapping limits'),
    orAuthor(waysToPassLists(alternative, one), 'the parameter lists'),
    own?.parameters ? orAuthor(waysToFit(own.parameters, one), 'the parameters') : DONE,
    orAuthor(waysToMakeAll(own?.when ?? [], true, one), 'the condition'),
  );
  // What a request can carry is tried, and shows then what it wants; with anything else that has to be said now.
  return ways.map((way) => (way.some(({ apply }) => apply === null) ? union(way, editsForNeeds([alternative], one, engine)) : way));
}
