// What a decision looked at, for those who measure it (coverage): the rule of each list with how far each of its alternatives got, the guardrails that
// were asked, the ways that were taken. No words, and nothing that would turn the answer; expressions can be asked in the environment they were asked in.

import type { Case, Way } from './decide/case.js';
import { concerns, objectionsOf } from './decide/guardrails.js';
import { judgeAlternative, STAGE } from './decide/judge-list.js';
import type { Outcome } from './decision.js';
import type { Engine } from './engine.js';
import { type JudgedLayer, type JudgedList, judgedLayers, policiesOf } from './explain/layers.js';
import type { LoadedGuardrail } from './load-blocks.js';
import type { Request } from './request.js';
import type { Alternative, Rule } from './rule.js';

export interface AccountedAlternative {
  readonly alternative: Alternative;
  readonly allows: boolean;
  /** Vault's parameter lists were looked at, the shapes, the conditions. */
  readonly lists: boolean;
  readonly shapes: boolean;
  readonly conditions: boolean;
}

export interface AccountedList {
  /** Names of policies; of a scope its own. */
  readonly policies: readonly string[];
  readonly outcome: Outcome;
  readonly rule: Rule | null;
  /** Of the rule, unless it denies or the operation is unknown. */
  readonly alternatives: readonly AccountedAlternative[];
}

export interface AccountedLayer {
  readonly layer: string;
  readonly principal: string;
  readonly outcome: Outcome;
  readonly lists: readonly AccountedList[];
  readonly environment: Case;
}

export interface AccountedGuardrail {
  readonly guardrail: LoadedGuardrail;
  readonly objects: boolean;
  readonly environment: Case;
}

export interface Account {
  readonly outcome: Outcome;
  readonly layers: readonly AccountedLayer[];
  /** Those that concern the request, or the handing on of its authority. */
  readonly guardrails: readonly AccountedGuardrail[];
  readonly ways: readonly Way[];
}

/** Never throws: of a request that is none there is nothing to tell. */
export function accountOf(engine: Engine, request: Request): Account {
  const { verdict } = engine.groundsOf(request);
  const { one, outcome } = verdict;
  const nothing = { outcome, layers: [], guardrails: [], ways: [] };
  if (one === null || verdict.layers.length === 0) return nothing;
  try {
    const judged = judgedLayers(verdict, engine);
    const { guardrails } = engine.tables.blocks;
    return {
      outcome,
      layers: judged.map((layer) => accountLayer(layer, engine)),
      guardrails: [...askedOf(guardrails, one), ...judged.flatMap((layer) => (layer.next === null ? [] : askedOf(guardrails, layer.one)))],
      ways: one.parties.delegation?.ways ?? [],
    };
  } catch {
    return nothing;
  }
}

function askedOf(guardrails: readonly LoadedGuardrail[], one: Case): AccountedGuardrail[] {
  if (one.bare) return [];
  const asked = guardrails.filter((guardrail) => concerns(guardrail, one));
  return asked.map((guardrail) => ({ guardrail, objects: objectionsOf([guardrail], one).length > 0, environment: one }));
}

function accountLayer({ judged, one, self, lists }: JudgedLayer, engine: Engine): AccountedLayer {
  one.self = self;
  const { layer, principal, outcome } = judged;
  // A case is asked for one layer at a time; this one stays as it was.
  const environment = one.asking(one.asked);
  environment.self = self;
  return { layer, principal, outcome, lists: lists.map((list) => accountList(list, environment, engine)), environment };
}

function accountList({ list, judged: { outcome, rule } }: JudgedList, one: Case, engine: Engine): AccountedList {
  const silent = rule === null || outcome === 'explicit_deny' || outcome === 'unknown_operation';
  return {
    policies: list === null ? [] : policiesOf(list, engine),
    outcome,
    rule,
    alternatives: silent ? [] : rule.alternatives.map((alternative) => accountAlternative(rule, alternative, one)),
  };
}

function accountAlternative(rule: Rule, alternative: Alternative, one: Case): AccountedAlternative {
  const { stage, outcome, missing } = judgeAlternative(rule, alternative, one);
  const allows = outcome === 'allowed';
  // A template that cannot be filled in is as far as an unknown condition, and nothing of it was asked.
  const unresolved = !allows && missing.length > 0 && alternative.stanzas.every((stanza) => stanza.unresolved !== null);
  const alone = !unresolved && alternative.own !== null;
  return {
    alternative,
    allows,
    lists: !unresolved && stage >= STAGE.lists && one.asked.operation?.parameters === true,
    shapes: alone && stage >= STAGE.shapes,
    conditions: alone && stage >= STAGE.conditionFalse,
  };
}
