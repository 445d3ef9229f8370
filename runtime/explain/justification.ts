// Of an allowed answer the least that it rests on: the stanzas that grant, as few atoms as make their conditions true, delegations, approvals.

import type { Verdict } from '../decide/decide.js';
import { approvalsOf, wantsMfa } from '../decide/judge-list.js';
import type { JsonValue } from '../request.js';
import { placeOf } from './checks.js';
import { carriersOf, explainCondition } from './condition.js';
import type { JudgedLayer } from './layers.js';
import { textOf } from './standing.js';
import type { Justification } from './types.js';

export function justify({ one, action }: Verdict, layers: readonly JudgedLayer[]): Justification {
  const needs = layers.flatMap(({ judged, one }) => [...judged.chosen.flatMap((alternative) => approvalsOf(alternative, one)), ...judged.needs]);
  const given = one?.request.approvals ?? [];
  const unique = needs.filter(({ digest }, i) => needs.findIndex((other) => other.digest === digest) === i);
  return {
    layers: layers.map(({ judged: { layer, principal, chosen, alternative }, one, self }) => {
      one.self = self;
      one.unknowns = null;
      const bit = one.asked.operation?.bit ?? 0;
      const used = chosen.length === 0 && alternative !== null ? [alternative] : chosen;
      return {
        layer,
        principal,
        stanzas: used.flatMap(({ stanzas }) =>
          stanzas
            .filter(({ capabilities }) => capabilities & bit)
            .slice(0, 1)
            .map(placeOf),
        ),
        atoms: used.flatMap(({ own }) => (own?.when ?? []).flatMap((condition) => carriersOf(explainCondition(condition, one)))),
      };
    }),
    delegations: (one?.parties.delegation?.ways ?? []).map(([{ id }, consent]) => ({
      id,
      consent: consent === null ? 'implied' : { scopes: consent.scopes.slice(), from: textOf(consent.from) },
    })),
    approvals: unique.map(({ digest, name }) => {
      const by = given
        .filter(({ requirement, action: of }) => requirement === digest && of === action?.digest)
        .map(({ by }) => String(by satisfies JsonValue | undefined));
      return { requirement: digest, name, by };
    }),
    mfa: layers.some(({ judged, one }) => judged.chosen.some((alternative) => wantsMfa(alternative, one))),
  };
}
