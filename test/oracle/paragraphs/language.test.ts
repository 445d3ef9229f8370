// The rows of spec.md §5 to §10, put to the oracle of the whole language; and that it agrees with the one of Vault where there is nothing else.

import { makeSource, parse } from '@polc/grammar';
import type { Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../arbitraries/request.js';
import { runs } from '../../runs.js';
import { type Model, oracleDecide, oracleJudge, readTexts } from '../index.js';
import { vaultView } from '../vault-view.js';
import { CONDITIONS } from './conditions.js';
import { DECISIONS } from './decisions.js';
import { REQUESTS } from './requests-and-facts.js';
import { NOW } from './sentence.js';
import { STANZAS } from './stanzas-of-polc.js';

const clock = () => Date.parse(NOW);

function modelOf(text: string): Model {
  const reading = readTexts([{ file: 'p.hcl', text }]);
  if ('errors' in reading) throw new Error(reading.errors.join('\n'));
  return reading.model;
}

describe('the oracle', () => {
  it.each([...STANZAS, ...CONDITIONS, ...REQUESTS, ...DECISIONS].map((row) => [row.section, row.says, row] as const))(
    'decides as %s says: %s',
    (_section, _says, { text, facts, request, expect: expected }) => {
      const asked = { operation: 'read', path: 'a', ...request } as unknown as Request;
      const answer = oracleJudge(modelOf(text), facts, asked, { clock });
      expect(answer).toMatchObject(expected);
      expect(answer.allowed).toBe(answer.outcome === 'allowed');
    },
  );

  it('decides requests of bare policies as the one of Vault does', () => {
    fc.assert(
      fc.property(scenario(), ({ policies, requests }) => {
        const reading = readTexts([...policies].map(([name, text]) => ({ file: `${name}.hcl`, text, name })));
        if ('errors' in reading) throw new Error(reading.errors.join('\n'));
        const documents = new Map([...policies].map(([name, text]) => [name, parse(makeSource(`${name}.hcl`, text)).value]));
        for (const request of requests) {
          const timed = { ...request, context: { time: clock(), ...request.context } };
          const { allowed, outcome, capabilities, ...vault } = oracleDecide(documents, timed);
          expect(oracleJudge(reading.model, null, timed, { clock }), JSON.stringify(timed)).toMatchObject({ allowed, outcome });
          if (outcome === 'malformed_request' || outcome === 'unknown_principal') continue;
          expect(vaultView(reading.model, timed, clock(), false)).toMatchObject({ capabilities, vault });
        }
      }),
      runs(400, 8_000),
    );
  });

  it('reports nothing granted of a list that cannot be built', () => {
    const model = modelOf('path "+{{identity.entity.metadata.empty}}*" { capabilities = ["read"] } path "a" { capabilities = ["read"] }');
    const request: Request = { policies: ['p'], operation: 'read', path: 'a', identity: { entity: { metadata: { empty: '' } } } };
    expect(oracleJudge(model, null, request, { clock }).outcome).toBe('internal');
    expect(vaultView(model, request, clock(), false)).toMatchObject({ capabilities: ['deny'], vault: { granting: [], root_privs: false } });
  });
});
