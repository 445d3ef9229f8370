// No token, proof or certificate is good once it was changed anywhere, and nothing that is sent makes the door throw.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonObject } from '../../service/tokens/strict-json.js';
import { runs } from '../runs.js';
import { accessToken, faultOf, ISSUER, jwks, jws, makeDoor, makeSigner, NOW, proof, SERVER, START, shown, thumbprint } from './token-kit.js';

const holder = makeSigner('EdDSA');
const cnf = { jkt: thumbprint(holder.jwk) };
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n%é';

/** A change of one character: another one, none, or one more. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('other', 'none', 'more'),
  by: fc.constantFrom(...ALPHABET),
});
function mutate(text: string, { at, kind, by }: { readonly at: number; readonly kind: string; readonly by: string }): string {
  // The ends of the parts are where bits are left over: half of all changes are there.
  const ends = [...text.matchAll(/.(?=\.|$)/g)].map(({ index }) => index);
  const place = at < 0.5 ? (ends[Math.floor(at * 2 * ends.length)] as number) : Math.floor((at - 0.5) * 2 * text.length);
  return text.slice(0, place) + (kind === 'none' ? '' : by) + text.slice(kind === 'more' ? place : place + 1);
}

describe.each(['EdDSA', 'ES256', 'RS256'])('with keys for %s', (alg) => {
  const signer = makeSigner(alg);
  const issuer = { issuer: ISSUER, audiences: [SERVER], keys: { jwks: jwks(signer) } };
  // SVIDs are never signed with EdDSA.
  const authority = alg === 'EdDSA' ? makeSigner('ES384') : signer;
  const domain = { trustDomain: 'example.org', audiences: [SERVER], bundle: { jwks: { keys: [{ ...authority.jwk, use: 'jwt-svid' }] } } };
  const door = makeDoor([issuer], { now: START }, [domain]);
  const token = accessToken(signer, { act: { sub: 'worker' } });
  const bound = accessToken(signer, { cnf });
  const svid = jws({ alg: authority.alg, kid: 'k1' }, { sub: 'spiffe://example.org/worker', aud: SERVER, exp: NOW + 60 }, authority);

  it('no token with one character changed is good', async () => {
    expect(await faultOf(door.present(shown(token)))).toBe('fine');
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const changed = mutate(token, change);
        fc.pre(changed !== token);
        expect(await faultOf(door.present(shown(changed)))).not.toBe('fine');
      }),
      runs(400),
    );
  });

  it('no SVID with one character changed is good', async () => {
    expect(await faultOf(door.present(shown(svid)))).toBe('fine');
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const changed = mutate(svid, change);
        fc.pre(changed !== svid);
        expect(await faultOf(door.present(shown(changed)))).not.toBe('fine');
      }),
      runs(200),
    );
  });

  it('no proof with one character changed is good', async () => {
    const fresh = makeSigner(alg);
    const mine = accessToken(signer, { cnf: { jkt: thumbprint(fresh.jwk) } });
    const good = proof(fresh, mine);
    const bySome = (dpop: string) => faultOf(makeDoor([issuer]).present(shown(mine, { scheme: 'DPoP', dpop: [dpop] })));
    expect(await bySome(good)).toBe('fine');
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const changed = mutate(good, change);
        fc.pre(changed !== good);
        expect(await bySome(changed)).not.toBe('fine');
      }),
      runs(200),
    );
  });

  it('whatever is sent, the door answers, and with a word that says why', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.anything(),
      fc.constant(token),
      fc.constant(bound),
      fc.constant(svid),
      mutation.map((change) => mutate(token, change)),
    );
    const signed = fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([header, claims]) => {
      const object = (value: unknown, more: object) => JSON.stringify(typeof value === 'object' && !Array.isArray(value) ? { ...more, ...value } : value);
      return jws(object(header, { alg, typ: 'at+jwt' }), object(claims, { iss: ISSUER }), signer);
    });
    const scheme = fc.constantFrom('Bearer', 'DPoP', 'Txn-Token', 'Basic');
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, signed), fc.array(anything, { maxLength: 2 }), scheme, fc.webUrl(), async (text, dpop, by, url) => {
        const words = await Promise.all([
          faultOf(door.present(shown(text, { scheme: by as 'Bearer', dpop: dpop as string[], url }))),
          faultOf(
            door.exchange({
              ...shown(''),
              subjectToken: text as string,
              subjectTokenType: 'x',
              actorToken: token,
              actorTokenType: 'y',
              dpop: dpop as string[],
            }),
          ),
        ]);
        const isGood = text === token || text === svid;
        const wanted = isGood ? ['fine', ...REFUSALS] : REFUSALS;
        for (const word of words) expect(wanted).toContain(word);
      }),
      runs(200),
    );
  });
});

const REFUSALS = ['malformed', 'unknown_issuer', 'bad_signature', 'wrong_type', 'wrong_audience', 'expired', 'not_yet', 'bad_claims', 'unbound', 'bad_proof'];

describe('JSON of those who may lie', () => {
  it('is read as JSON.parse reads it, where it is an object in which no name is twice', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 5 })), fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(readJsonObject(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
      runs(300),
    );
  });

  it('is none where its bytes are no UTF-8', () => {
    const bytes = (hex: string) => Buffer.concat([Buffer.from('{"a":"'), Buffer.from(hex, 'hex'), Buffer.from('"}')]);
    for (const hex of ['ff', 'c0af', 'c3', 'eda080', 'f8808080']) expect(readJsonObject(bytes(hex)), hex).toBeNull();
    for (const hex of ['', 'c3a9', 'f09f9880']) expect(readJsonObject(bytes(hex)), hex).not.toBeNull();
  });

  it('is none where a name is twice anywhere, however it is written', () => {
    const name = fc.string({ unit: 'grapheme-ascii' });
    const escaped = (text: string) => `"${[...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
    const inside = fc.func(fc.constantFrom(0, 1, 2)).map((pick) => (text: string) => [text, `{"a":${text}}`, `{"a":[1,{"b":${text}}]}`][pick(text)] as string);
    fc.assert(
      fc.property(name, fc.jsonValue({ maxDepth: 2 }), inside, (key, value, place) => {
        const body = JSON.stringify(value);
        expect(readJsonObject(Buffer.from(place(`{${JSON.stringify(key)}:${body},${escaped(key)}:${body}}`)))).toBeNull();
        expect(readJsonObject(Buffer.from(place(`{${JSON.stringify(key)}:${body}}`)))).not.toBeNull();
      }),
      runs(200),
    );
  });
});
