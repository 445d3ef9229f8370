// `polc serve --tokens`: a file that says something else than what it seems to say starts no server.

import { expect, it } from 'vitest';
import { folder, polc } from './run-polc.js';

const POLICY = 'policy "p" {\n  path "kv/*" {\n    capabilities = ["read"]\n  }\n}\n';
const ISSUER = { issuer: 'https://idp.example', audiences: ['polc'], keys: { uri: 'https://idp.example/jwks' } };

it.each([
  ['userIssuers: "userIssuers" is a list', { issuers: [ISSUER], userIssuers: 'https://idp.example' }],
  ['userIssuer: "userIssuer" is no member of it', { issuers: [ISSUER], userIssuer: [] }],
  ['issuers[0].dpop.require: "issuers.0.dpop.require" is no member of it', { issuers: [{ ...ISSUER, dpop: { require: true } }] }],
])('is refused: %s', (words, tokens) => {
  const cwd = folder({ 'p/a.hcl': POLICY, 'tokens.json': JSON.stringify(tokens) });
  const { code, stderr } = polc(['serve', '-p', 'p', '--port', '0', '--tokens', 'tokens.json'], { cwd });
  expect([code, stderr.split('\n').at(-2)]).toEqual([2, `polc: --tokens: ${words}`]);
});
