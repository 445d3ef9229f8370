// Rules of one agent. Allow rules never overlap and each deny lies below a prefix of the same agent, so that "deny wins" and Vault's "the most
// specific pattern wins" give the same answers.

import { addressText } from './reference.mjs';

export const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list'];
export const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];
export const COUNTRIES = ['AT', 'BR', 'CA', 'DE', 'ES', 'FR', 'IN', 'JP', 'NZ', 'US'];
export const SCOPES = ['code:read', 'code:write', 'logs:read', 'tickets:write', 'secrets:read'];
export const PARAMETERS = {
  repo: ['frontend', 'backend', 'mobile', 'infra'],
  env: ['dev', 'staging', 'prod'],
  tier: ['bronze', 'silver', 'gold'],
  ttl: ['15m', '1h', '12h'],
};
export const MOUNTS = ['secret/data', 'kv/data', 'database/creds', 'pki/issue', 'transit/encrypt', 'ssh/sign', 'mcp/tools', 'rabbitmq/creds'];
const NOUNS = ['billing', 'checkout', 'search', 'ingest', 'ledger', 'mail', 'media', 'graph', 'cache', 'fraud', 'pricing', 'stock'];

/** A name of the kind that teams give to things. */
export function drawName(random) {
  return `${random.pick(NOUNS)}-${random.below(36 ** 2).toString(36)}`;
}

/** The how-to's policy: the same for every agent. */
export function codeReviewRules() {
  return [
    { effect: 'allow', path: 'secret/data/code-repos/*', caps: ['read', 'list'], params: { repo: ['frontend', 'backend'] } },
    { effect: 'allow', path: 'auth/token/lookup-self', caps: ['read'] },
  ];
}

/** About 40 % exact, 37 % prefix and 23 % segment paths; 19 % with parameter lists, 21 % with conditions, 5 % explicit denies. */
export function drawRules(count) {
  return (random) => {
    const rules = [];
    const taken = new Set();
    const fresh = (draw) => {
      for (;;) {
        const path = draw();
        if (taken.has(path)) continue;
        taken.add(path);
        return path;
      }
    };
    while (rules.length < count) {
      const prefixes = rules.filter(({ effect, path }) => effect === 'allow' && path.endsWith('/*'));
      if (prefixes.length > 0 && random.chance(0.07)) {
        const below = fresh(() => `${random.pick(prefixes).path.slice(0, -1)}${drawName(random)}`);
        rules.push({ effect: 'deny', path: random.chance(0.5) ? below : `${below}/*`, caps: CAPABILITIES });
      } else {
        const base = fresh(() => `${random.pick(MOUNTS)}/${drawName(random)}`);
        rules.push({ effect: 'allow', path: drawPattern(random, base), caps: random.some(CAPABILITIES, 1 + random.below(3)), ...drawRestrictions(random) });
      }
    }
    return rules;
  };
}

function drawPattern(random, base) {
  const kind = random.unit();
  if (kind < 0.4) return `${base}/${drawName(random)}`;
  if (kind < 0.76) return `${base}/*`;
  return random.chance(0.7) ? `${base}/+/settings` : `${base}/+/versions/+`;
}

function drawRestrictions(random) {
  const params = random.chance(0.19) ? drawParameters(random) : undefined;
  const when = random.chance(0.22) ? drawConditions(random) : undefined;
  return { ...(params && { params }), ...(when && { when }) };
}

/** No values: any. */
function drawParameters(random) {
  const names = random.some(Object.keys(PARAMETERS), 1 + random.below(2));
  return Object.fromEntries(names.map((name) => [name, random.chance(0.15) ? [] : random.some(PARAMETERS[name], 1 + random.below(2))]));
}

function drawConditions(random) {
  const conditions = {};
  switch (random.below(4)) {
    case 0:
      conditions.hours = { tz: random.pick(ZONES), start: 540, end: 1020, days: [1, 2, 3, 4, 5] };
      break;
    case 1:
      conditions.cidr = Array.from({ length: 1 + random.below(2) }, () => drawBlock(random));
      break;
    case 2:
      conditions.countries = random.some(COUNTRIES, 2 + random.below(4));
      break;
    default:
      conditions.delegation = { mode: 'obo', scope: random.pick(SCOPES) };
  }
  if (conditions.countries === undefined && random.chance(0.2)) conditions.countries = random.some(COUNTRIES, 3 + random.below(4));
  return conditions;
}

function drawBlock(random) {
  const bits = random.pick([8, 12, 16, 20, 24]);
  const size = 2 ** (32 - bits);
  return `${addressText(random.below(2 ** bits) * size)}/${bits}`;
}
