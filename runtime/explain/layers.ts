// Each layer with its policy lists: what could have been selected, what was, and what became of its alternatives.

import { Action } from '../decide/approvals.js';
import { rulesOfDetails } from '../decide/authorization-details.js';
import type { Case } from '../decide/case.js';
import { handingOn, type Verdict } from '../decide/decide.js';
import { type Judgement, judgeList, judgeRule, withoutAlternative } from '../decide/judge-list.js';
import { type Layer, type LayerJudgement, layersOf } from '../decide/layers.js';
import type { Engine } from '../engine.js';
import type { PolicyList } from '../policy-lists.js';
import type { Rule } from '../rule.js';
import { candidateOf, explainAlternative } from './checks.js';
import type { ExplainedLayer, ExplainedList } from './types.js';

/** A list of a layer, judged again on its own. */
export interface JudgedList {
  readonly list: PolicyList | null;
  readonly judged: Judgement;
}

/** A layer as it was judged, with what is needed to judge it again. */
export interface JudgedLayer {
  readonly judged: LayerJudgement;
  /** What it was asked. */
  readonly one: Case;
  /** For `{{self.id}}`. */
  readonly self: string | null;
  /** For `delegate`: the agent that comes next. */
  readonly next: string | null;
  readonly lists: readonly JudgedList[];
}

export function judgedLayers({ layers, one }: Verdict, engine: Engine): JudgedLayer[] {
  if (one === null) return [];
  const userList = layers[0]?.layer === 'user_policies' ? (layers[0].lists?.[0] ?? null) : null;
  const form = one.bare ? [] : layersOf(one, engine.snapshot, userList);
  return layers.map((judged, i) => {
    const layer: Pick<Layer, 'self' | 'next' | 'lists'> = (judged.layer === 'rar' ? undefined : form[i]) ?? {
      self: null,
      next: null,
      lists: judged.lists ?? [],
    };
    const { self, next } = layer;
    const asked = next === null ? one : one.asking(handingOn(next, one.asked));
    asked.self = self;
    const action = new Action(one);
    const lists = judged.layer === 'rar' ? judgeDetails(asked, action) : layer.lists.map((list) => judgeOne(list, engine, asked, action));
    return { judged, one: asked, self, next, lists };
  });
}

export function judgeOne(list: PolicyList, { selector }: Engine, one: Case, action: Action): JudgedList {
  const judged = list.unknown === null ? judgeList(selector, list.view, one, action) : withoutAlternative('unknown_policy', null, list.unknown);
  return { list, judged };
}

function judgeDetails(one: Case, action: Action): JudgedList[] {
  const rules = one.asked.operation === undefined ? [] : rulesOfDetails(one.request.authorization_details ?? [], one);
  return typeof rules === 'string' ? [] : rules.map((rule) => ({ list: null, judged: judgeRule(rule, one, action) }));
}

export function explainLayer({ judged, one, self, lists }: JudgedLayer, engine: Engine): ExplainedLayer {
  const { layer, principal, outcome } = judged;
  one.self = self;
  const { word: operation, path } = one.asked;
  return { layer, principal, allowed: outcome === 'allowed', outcome, operation, path, lists: lists.map((each) => explainList(each, judged, one, engine)) };
}

function explainList({ list, judged: { outcome, rule, alternative } }: JudgedList, layer: LayerJudgement, one: Case, engine: Engine): ExplainedList {
  const { asked } = one;
  const ranked: readonly Rule[] = list === null ? (rule === null ? [] : [rule]) : engine.selector.candidates(list.view, asked.path, asked.word === 'list', one);
  const chosen = (each: Rule['alternatives'][number]) =>
    layer.outcome === 'allowed' && outcome === 'allowed' && each.stanzas[0] === alternative?.stanzas[0] && each.own === alternative?.own;
  return {
    policies: list === null ? ['vault:path_access'] : policiesOf(list, engine),
    unknown: list?.unknown ?? null,
    outcome,
    candidates: ranked.map((each) => candidateOf(each, rule)),
    alternatives:
      rule === null || asked.operation === undefined || outcome === 'explicit_deny'
        ? []
        : rule.alternatives.map((each) => explainAlternative(rule, each, one, chosen(each))),
  };
}

export function policiesOf({ view }: PolicyList, { tables }: Engine): string[] {
  return view.policies.map((number) => (tables.policies[number] as { name: string }).name);
}
