// What Vault reports beside its verdict on a request of bare policies, where stanzas of polc may stand among them: of the pattern selected, Vault's
// own members are those of the alternative that was chosen, else of the first; what is granted, of all.

import type { Request, VaultVerdict } from '@polc/runtime';
import { toLower, trimSpace } from './go-strings.js';
import { type Alternative, capabilityFor, judgeList, type Place, placesOf } from './language/alternatives.js';
import { askedOf } from './language/layers.js';
import type { Model } from './language/model.js';
import { leastDemanding } from './language/needs.js';
import type { Situation } from './language/principals.js';
import { UnbuildableList } from './language/templates.js';
import { selectRule } from './select-rule.js';

export interface VaultView {
  readonly capabilities: readonly string[];
  readonly vault: VaultVerdict;
}

const NOTHING: VaultVerdict = { root_privs: false, granting: [], mfa_methods: [], control_group: null, subscribe_event_types: [] };

/** For a request of bare policies whose form is right. */
export function vaultView(model: Model, request: Request, now: number, allowRoot: boolean): VaultView {
  try {
    return viewOf(model, request, now, allowRoot);
  } catch (error) {
    if (error instanceof UnbuildableList) return { capabilities: ['deny'], vault: NOTHING };
    throw error;
  }
}

function viewOf(model: Model, request: Request, now: number, allowRoot: boolean): VaultView {
  const names = (request.policies ?? []).map((name) => toLower(trimSpace(name)));
  if (names.includes('root')) {
    if (!allowRoot || names.length > 1) return { capabilities: ['deny'], vault: NOTHING };
    return { capabilities: ['root'], vault: { ...NOTHING, root_privs: true, granting: ['root'], subscribe_event_types: ['*'] } };
  }
  const path = request.path.replace(/^\/+/, '');
  const nobody = { user: null, agents: [], hops: [], action: '' };
  const situation: Situation = { model, registry: model.registry, request, form: 'policies', operation: request.operation, path, now, ...nobody };
  const stanzas = names.flatMap((name) => model.policies.get(name) ?? []);
  const capabilities = capabilitiesAt(placesOf(stanzas, null, situation, { operation: 'list', path }), path);
  if (request.operation === 'help') return { capabilities, vault: NOTHING };
  const asked = askedOf(situation);
  const places = placesOf(stanzas, null, situation, asked);
  const place = selectRule(places, asked.operation, path);
  const needed = capabilityFor(asked.operation);
  const { allowing } = judgeList(places, situation, asked);
  const shown = allowing.length > 0 ? leastDemanding(allowing, needed ?? '', situation) : place?.alternatives[0];
  return { capabilities, vault: place === null || shown === undefined ? NOTHING : reported(place, shown, needed) };
}

function reported({ capabilities, alternatives }: Place, { rule }: Alternative, needed: string | null): VaultVerdict {
  const denied = capabilities.includes('deny');
  return {
    root_privs: capabilities.includes('sudo'),
    granting: denied || needed === null ? [] : alternatives.flatMap((each) => each.rule.granting.get(needed) ?? []),
    mfa_methods: rule.mfaMethods,
    control_group: rule.controlGroup,
    subscribe_event_types: rule.subscribeEventTypes,
  };
}

/** sys/capabilities: "Rule lookup exactly as for operation `list` on the path as given". */
function capabilitiesAt(places: readonly Place[], path: string): readonly string[] {
  const held = selectRule(places, 'list', path)?.capabilities ?? [];
  return held.length === 0 || held.includes('deny') ? ['deny'] : [...held].sort();
}
