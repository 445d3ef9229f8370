// Policy files of the kind that teams keep: each for one application, its stanzas from a dozen habits, commented as people comment. Every file is
// made twice, as HCL and as JSON of the same meaning.

import { Random } from './random.mjs';

const TEAMS = ['payments', 'search', 'identity', 'logistics', 'mobile', 'analytics', 'platform', 'support', 'risk', 'content'];
const APPS = ['api', 'worker', 'gateway', 'scheduler', 'importer', 'reports', 'webhooks', 'frontend', 'mailer', 'archiver'];
const WORDS = ['rotated', 'monthly', 'ask', 'the', 'owner', 'before', 'widening', 'this', 'needed', 'by', 'deploy', 'jobs', 'only', 'read', 'at', 'start'];

/** `{ file, hcl, json }` a file: no two stanzas of a file have one pattern, no two files one name. */
export function policyFiles({ files, stanzas, seed = 7 }) {
  const random = new Random(seed);
  return Array.from({ length: files }, (_, i) => {
    const name = `${random.pick(TEAMS)}-${random.pick(APPS)}-${String(i).padStart(4, '0')}`;
    const drawn = Array.from({ length: stanzas }, (_, place) => random.pick(HABITS)(random, { name, place }));
    return { file: `${name}.hcl`, hcl: hclText(random, name, drawn), json: jsonText(drawn) };
  });
}

/** A stanza is `{ path, body }`; `place` keeps patterns apart. */
const HABITS = [
  (random, { name, place }) => ({
    path: `secret/data/${name}/${part(random, place)}/*`,
    body: { capabilities: random.some(['create', 'read', 'update', 'patch', 'delete'], 3) },
  }),
  (random, { name, place }) => ({ path: `secret/metadata/${name}/${part(random, place)}/*`, body: { capabilities: ['list', 'read'] } }),
  (random, { name, place }) => ({ path: `secret/data/${name}/+/${part(random, place)}`, body: { capabilities: ['read'] } }),
  (random, { name, place }) => ({
    path: `secret/${random.pick(['delete', 'undelete', 'destroy'])}/${name}/${part(random, place)}/*`,
    body: { capabilities: ['update'] },
  }),
  (random, { name, place }) => ({ path: `database/creds/${name}-${part(random, place)}`, body: { capabilities: ['read'] } }),
  (random, { name, place }) => ({
    path: `transit/${random.pick(['encrypt', 'decrypt', 'rewrap'])}/${name}-${part(random, place)}`,
    body: { capabilities: ['update'], allowed_parameters: { plaintext: [], ciphertext: [], context: [], batch_input: [] } },
  }),
  (random, { name, place }) => ({
    path: `pki/issue/${name}-${part(random, place)}`,
    body: {
      capabilities: ['update'],
      allowed_parameters: { common_name: [`*.${name}.example.com`], ttl: random.some(['1h', '8h', '24h'], 2), format: ['pem'] },
      required_parameters: ['common_name'],
    },
  }),
  (random, { name, place }) => ({
    path: `auth/approle/role/${name}-${part(random, place)}/secret-id`,
    body: { capabilities: ['update'], min_wrapping_ttl: '1s', max_wrapping_ttl: random.pick(['90s', '5m']) },
  }),
  (random, { name, place }) => ({ path: `ssh/sign/${name}-${part(random, place)}`, body: { capabilities: ['create', 'update'] } }),
  (random, { name, place }) => ({
    path: `kv/data/users/{{identity.entity.id}}/${name}/${part(random, place)}`,
    body: { capabilities: ['create', 'read', 'update'] },
  }),
  (random, { name, place }) => ({ path: `secret/data/${name}/${part(random, place)}/root-*`, body: { capabilities: ['deny'] } }),
  (random, { name, place }) => ({
    path: `sys/leases/${random.pick(['lookup', 'revoke-prefix', 'renew'])}/${name}/${part(random, place)}/*`,
    body: { capabilities: ['update', 'sudo'] },
  }),
];

function part(random, place) {
  return `${random.pick(APPS)}${place}`;
}

function hclText(random, name, stanzas) {
  return [
    `# ${name}: ${sentence(random)}.\n`,
    ...stanzas.map((stanza) => `${comment(random)}path ${JSON.stringify(stanza.path)} {\n${hclItems(stanza.body, 1)}}\n`),
  ].join('\n');
}

/** Attributes as `vault policy fmt` aligns them; lists on one line, or one element a line where they are long. */
function hclItems(body, depth) {
  const indent = '  '.repeat(depth);
  const width = Math.max(...Object.keys(body).map((key) => hclKey(key, depth).length));
  return Object.entries(body)
    .map(([key, value]) => {
      const written = hclKey(key, depth);
      if (!Array.isArray(value) && typeof value === 'object') return `${indent}${written} = {\n${hclItems(value, depth + 1)}${indent}}\n`;
      return `${indent}${written.padEnd(width)} = ${Array.isArray(value) ? `[${value.map((element) => JSON.stringify(element)).join(', ')}]` : JSON.stringify(value)}\n`;
    })
    .join('');
}

const hclKey = (key, depth) => (depth === 1 ? key : JSON.stringify(key));

function comment(random) {
  if (random.chance(0.5)) return '';
  return random.chance(0.8) ? `# ${sentence(random)}.\n` : `/* ${sentence(random)}.\n   ${sentence(random)}. */\n`;
}

function sentence(random) {
  return Array.from({ length: 4 + random.below(8) }, () => random.pick(WORDS)).join(' ');
}

function jsonText(stanzas) {
  return `${JSON.stringify({ path: Object.fromEntries(stanzas.map(({ path, body }) => [path, body])) }, null, 2)}\n`;
}
