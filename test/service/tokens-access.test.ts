// Access tokens (RFC 9068) at the door, shown by whoever has them: what is good, and all that is not.

import { createHmac, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accessToken, base64url, CLAIMS, faultOf, ISSUER, jwks, jws, makeDoor, makeSigner, NOW, SERVER, START, shown } from './token-kit.js';

const signer = makeSigner('ES256');
const stranger = makeSigner('ES256');
const rsa = makeSigner('RS256', 'rsa');
const settings = { issuer: ISSUER, audiences: [SERVER, 'polc'], keys: { jwks: jwks(signer, rsa) } };
const clock = { now: START };
const door = makeDoor([settings], clock);
const fault = (token: unknown, at = door) => faultOf(at.present(shown(token)));

const HEADER = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' };
const DETAILS = [{ type: 'vault:path_access', path: 'secret/data/x', capabilities: ['read'] }];
const nested = (depth: number): object => Array.from({ length: depth }).reduce<object>((act, _, i) => ({ sub: `a${i}`, act }), { sub: 'last' });

describe('an access token', () => {
  it('is read whole', async () => {
    const token = accessToken(signer, {
      ...{ groups: ['eng', 'ops'], authorization_details: DETAILS, txn: 'x1', scope: 'openid' },
      act: { sub: 'worker', act: { sub: 'planner', iss: ISSUER, client_id: 'c' } },
    });
    expect(await door.present(shown(token))).toEqual({
      ...{ kind: 'at+jwt', issuer: ISSUER, subject: 'alice', clientId: 'app', groups: ['eng', 'ops'], authorizationDetails: DETAILS },
      actors: [
        { issuer: ISSUER, subject: 'worker' },
        { issuer: ISSUER, subject: 'planner' },
      ],
      ...{ purpose: null, expires: START + 300_000, jti: 't1', txn: 'x1', confirmation: null },
    });
  });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'])('may be signed with %s', async (alg) => {
    const { key } = rsa;
    const one = alg.startsWith('E') ? makeSigner(alg) : { ...rsa, alg, key };
    const at = makeDoor([{ ...settings, keys: { jwks: jwks(one) } }]);
    expect(await fault(accessToken(one), at)).toBe('fine');
    expect(await fault(accessToken(one), makeDoor([{ ...settings, keys: { jwks: jwks(one) }, algorithms: ['Ed25519'] }]))).toBe('bad_signature');
  });

  it.each([
    ['with a media type in full', accessToken(signer, {}, { typ: 'application/at+jwt' })],
    ['with its type in capitals', accessToken(signer, {}, { typ: 'AT+JWT' })],
    ['for several, one of whom is here', accessToken(signer, { aud: ['https://other.example', 'polc'] })],
    ['without the name of its key', accessToken(signer, {}, { kid: undefined })],
    [
      'that names keys elsewhere, which nobody looks at',
      accessToken(signer, {}, { jku: 'https://evil.example/', x5u: 'https://evil.example/', jwk: stranger.jwk }),
    ],
    ['with actors as deep as a chain may be', accessToken(signer, { act: nested(15) })],
    ['that has just begun, by a clock a little ahead', accessToken(signer, { iat: NOW + 5, nbf: NOW + 5 })],
    ['that has just ended, by a clock a little behind', accessToken(signer, { exp: NOW - 4.9 })],
  ])('%s is good', async (_, token) => {
    expect(await fault(token)).toBe('fine');
  });

  const [head = '', body = '', tail = ''] = accessToken(signer).split('.');
  const unsigned = (header: object) => `${base64url(JSON.stringify(header))}.${body}.`;
  const publicText = rsa.jwk.n ?? '';
  const forged = (header: object) => {
    const data = `${base64url(JSON.stringify(header))}.${body}`;
    return `${data}.${createHmac('sha256', publicText).update(data).digest('base64url')}`;
  };
  const text = (claims: string) => jws(HEADER, claims, signer);
  const written = JSON.stringify(CLAIMS).slice(1);

  const REFUSED: readonly (readonly [string, string, unknown])[] = [
    ['malformed', 'no text', 42],
    ['malformed', 'nothing', undefined],
    ['malformed', 'an object', { toString: () => accessToken(signer) }],
    ['malformed', 'an empty text', ''],
    ['malformed', 'dots', '..'],
    ['malformed', 'without signature', `${head}.${body}`],
    ['malformed', 'with a fourth part', `${head}.${body}.${tail}.${tail}`],
    ['malformed', 'encrypted', `${head}.${body}.${tail}.${tail}.${tail}`],
    ['malformed', 'of more than 16 KB', accessToken(signer, { more: 'x'.repeat(13_000) })],
    ['malformed', 'with a blank', ` ${head}.${body}.${tail}`],
    ['malformed', 'with a line feed', `${head}.${body}\n.${tail}`],
    ['malformed', 'padded', `${head}.${body}.${tail}=`],
    [
      'malformed',
      'of base64 that is not for URLs',
      `${head}.${jws(HEADER, { more: '?'.repeat(9) }, signer)
        .split('.')[1]
        ?.replaceAll('_', '/')}.${tail}`,
    ],
    ['malformed', 'with a header that is a list', jws('[]', CLAIMS, signer)],
    ['malformed', 'with claims that are a list', text('[]')],
    ['malformed', 'with claims that are a number', text('1')],
    ['malformed', 'with claims that are no JSON', text('{"a":')],
    ['malformed', 'with claims behind a mark of order', text(`\ufeff${JSON.stringify(CLAIMS)}`)],
    ['malformed', 'with a claim that is there twice', text(`{"sub":"root",${written}`)],
    ['malformed', 'with a claim that is there twice, once escaped', text(`{"su\\u0062":"root",${written}`)],
    ['malformed', 'with two actors', text(`{"act":{"sub":"a"},"act":{"sub":"b"},${written}`)],
    ['malformed', 'with two subjects of an actor', text(`{"act":{"sub":"a","x":[{},"}"],"sub":"b"},${written}`)],
    ['malformed', 'with a header member that is there twice', jws('{"alg":"ES256","typ":"at+jwt","alg":"none"}', CLAIMS, signer)],
    ['malformed', 'with a number beyond all', text(`{"x":1e400,${written}`)],
    ['malformed', 'with half a character', text(`{"x":"\\ud800",${written}`)],
    ['malformed', 'with a pit', text(`{"x":${'['.repeat(33)}${']'.repeat(33)},${written}`)],
    ['malformed', 'without an algorithm', jws({ typ: 'at+jwt' }, CLAIMS, signer)],
    ['malformed', 'with something critical', accessToken(signer, {}, { crit: ['exp'], exp: 1 })],
    ['malformed', 'with nothing critical', accessToken(signer, {}, { crit: [] })],
    ['malformed', 'that is not encoded', accessToken(signer, {}, { b64: false })],
    ['malformed', 'that is not encoded, critically', accessToken(signer, {}, { b64: false, crit: ['b64'] })],
    ['malformed', 'with a name of its key that is no text', accessToken(signer, {}, { kid: 1 })],
    ['wrong_type', 'without a type', accessToken(signer, {}, { typ: undefined })],
    ['wrong_type', 'of the type of ID tokens', accessToken(signer, {}, { typ: 'JWT' })],
    ['wrong_type', 'of the type of proofs', accessToken(signer, {}, { typ: 'dpop+jwt' })],
    ['wrong_type', 'of another media type', accessToken(signer, {}, { typ: 'text/at+jwt' })],
    ['wrong_type', 'with a type that is no text', accessToken(signer, {}, { typ: ['at+jwt'] })],
    ['wrong_type', 'of transactions, where those are not trusted', accessToken(signer, {}, { typ: 'txntoken+jwt' })],
    ['bad_signature', 'signed by nobody', unsigned({ ...HEADER, alg: 'none' })],
    ['bad_signature', 'signed by NONE', unsigned({ ...HEADER, alg: 'NONE' })],
    ['bad_signature', 'signed by nobody, with a signature', `${base64url(JSON.stringify({ ...HEADER, alg: 'none' }))}.${body}.${tail}`],
    ['bad_signature', 'with the public key as a secret', forged({ ...HEADER, alg: 'HS256', kid: 'rsa' })],
    ['bad_signature', 'with an algorithm of objects', unsigned({ ...HEADER, alg: 'constructor' })],
    ['bad_signature', 'signed by a stranger', accessToken(stranger)],
    ['bad_signature', 'signed by a stranger with a key in its header', accessToken(stranger, {}, { jwk: stranger.jwk })],
    ['bad_signature', 'with the signature of another', `${head}.${base64url(JSON.stringify({ ...CLAIMS, sub: 'root' }))}.${tail}`],
    ['bad_signature', 'without its signature', `${head}.${body}.`],
    ['bad_signature', 'with half its signature', `${head}.${body}.${tail.slice(0, 44)}`],
    ['bad_signature', 'with a signature of noughts', `${head}.${body}.${base64url(new Uint8Array(64))}`],
    [
      'bad_signature',
      'with its signature in the form of certificates',
      `${head}.${body}.${base64url(sign('sha256', Buffer.from(`${head}.${body}`), signer.key))}`,
    ],
    ['bad_signature', 'of a key that there is not', accessToken(signer, {}, { kid: 'k2' })],
    ['bad_signature', 'of another type of key', accessToken(signer, {}, { kid: 'rsa' })],
    ['unknown_issuer', 'of another issuer', accessToken(signer, { iss: 'https://other.example' })],
    ['unknown_issuer', 'of its issuer, with a slash', accessToken(signer, { iss: `${ISSUER}/` })],
    ['unknown_issuer', 'of its issuer, in capitals', accessToken(signer, { iss: ISSUER.toUpperCase() })],
    ['wrong_audience', 'for another', accessToken(signer, { aud: 'https://other.example' })],
    ['wrong_audience', 'for this server and a slash', accessToken(signer, { aud: `${SERVER}/` })],
    ['expired', 'that has ended', accessToken(signer, { exp: NOW - 5 })],
    ['expired', 'that has ended long ago', accessToken(signer, { exp: 0 })],
    ['not_yet', 'that has not begun', accessToken(signer, { nbf: NOW + 5.1 })],
    ['not_yet', 'that was not yet made', accessToken(signer, { iat: NOW + 60 })],
    ...['iss', 'aud', 'sub', 'client_id', 'jti', 'iat', 'exp'].map(
      (claim) => ['bad_claims', `without ${claim}`, accessToken(signer, { [claim]: undefined })] as const,
    ),
    ...['iss', 'aud', 'sub', 'client_id', 'jti', 'iat', 'exp', 'nbf', 'act', 'cnf'].flatMap((claim) =>
      [null, {}, [], true].map((value) => ['bad_claims', `with ${JSON.stringify(value)} as ${claim}`, accessToken(signer, { [claim]: value })] as const),
    ),
    ...['iss', 'sub', 'client_id', 'jti'].map((claim) => ['bad_claims', `with an empty ${claim}`, accessToken(signer, { [claim]: '' })] as const),
    ['bad_claims', 'with a subject of two lines', accessToken(signer, { sub: 'a\nb' })],
    ['bad_claims', 'with an end in words', accessToken(signer, { exp: String(NOW + 300) })],
    ['bad_claims', 'with an end beyond time', accessToken(signer, { exp: 1e300 })],
    ['bad_claims', 'with a beginning before time', accessToken(signer, { iat: -1 })],
    ['bad_claims', 'with audiences that are not all texts', accessToken(signer, { aud: [SERVER, 1] })],
    ['bad_claims', 'with groups in one text', accessToken(signer, { groups: 'admin' })],
    ['bad_claims', 'with groups that are not all texts', accessToken(signer, { groups: ['eng', 1] })],
    ['bad_claims', 'with details that are no list', accessToken(signer, { authorization_details: DETAILS[0] })],
    ['bad_claims', 'with details that are none', accessToken(signer, { authorization_details: null })],
    ['bad_claims', 'with details without type', accessToken(signer, { authorization_details: [{ path: 'x' }] })],
    [
      'bad_claims',
      'with more details than a decision takes',
      accessToken(signer, { authorization_details: Array.from({ length: 65 }, () => ({ type: 't' })) }),
    ],
    ['bad_claims', 'with an actor in one text', accessToken(signer, { act: 'worker' })],
    ['bad_claims', 'with an actor without subject', accessToken(signer, { act: { client_id: 'worker' } })],
    ['bad_claims', 'with an actor within that is none', accessToken(signer, { act: { sub: 'worker', act: null } })],
    ...['exp', 'nbf', 'iat', 'aud', 'jti'].map(
      (claim) => ['bad_claims', `with ${claim} of an actor`, accessToken(signer, { act: { sub: 'w', [claim]: NOW } })] as const,
    ),
    ['bad_claims', 'with exp of an actor within', accessToken(signer, { act: { sub: 'w', act: { sub: 'v', exp: NOW } } })],
    ['bad_claims', 'whose subject acts for itself', accessToken(signer, { act: { sub: 'alice' } })],
    ['bad_claims', 'with actors in a circle', accessToken(signer, { act: { sub: 'a', act: { sub: 'b', act: { sub: 'a', iss: ISSUER } } } })],
    ['bad_claims', 'with more actors than a chain may have', accessToken(signer, { act: nested(16) })],
    ['not_allowed_actor', 'with an actor of another issuer', accessToken(signer, { act: { sub: 'w', iss: 'https://other.example' } })],
    [
      'not_allowed_actor',
      'with an actor within of another issuer',
      accessToken(signer, { act: { sub: 'w', act: { sub: 'v', iss: 'https://other.example' } } }),
    ],
    ['unbound', 'bound in a way that nobody knows', accessToken(signer, { cnf: { kid: 'x' } })],
    ['bad_claims', 'bound to no thumbprint', accessToken(signer, { cnf: { jkt: 'x' } })],
    ['bad_claims', 'bound to nothing', accessToken(signer, { cnf: { jkt: null } })],
  ];

  it.each(REFUSED)('is refused as %s: one %s', async (expected, _, token) => {
    expect(await fault(token)).toBe(expected);
  });

  it('is refused in each of its other writings', async () => {
    // Of the last character of 64 bytes four bits are behind their end.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const same = [...last].filter((character) => Buffer.from(`${tail.slice(0, -1)}${character}`, 'base64url').equals(Buffer.from(tail, 'base64url')));
    expect(same).toHaveLength(16);
    const faults = await Promise.all(same.map((character) => fault(`${head}.${body}.${tail.slice(0, -1)}${character}`)));
    expect(faults.filter((word) => word === 'fine')).toHaveLength(1);
    expect(faults.filter((word) => word === 'malformed')).toHaveLength(15);
  });

  it('ends with its time, and the clock’s little difference', async () => {
    const token = accessToken(signer, { exp: NOW + 10 });
    const answers: string[] = [];
    for (const [leeway, second] of [
      [0, 9.999],
      [0, 10],
      [30, 39.999],
      [30, 40],
    ] as const) {
      answers.push(await fault(token, makeDoor([{ ...settings, leeway }], { now: START + second * 1000 })));
    }
    expect(answers).toEqual(['fine', 'expired', 'fine', 'expired']);
  });

  it('says who it is by the claim that its issuer uses', async () => {
    const at = makeDoor([{ ...settings, userClaim: 'email', actorClaim: 'agent', authorizationDetailsClaim: 'rar' }]);
    const token = accessToken(signer, { email: 'alice@example.org', agent: { sub: 'worker' }, rar: DETAILS });
    expect(await at.present(shown(token))).toMatchObject({
      ...{ subject: 'alice@example.org', authorizationDetails: DETAILS },
      actors: [{ issuer: ISSUER, subject: 'worker' }],
    });
    // What the standard's own claims would narrow is not overlooked, and nothing is taken from where all objects have something.
    expect(await fault(accessToken(signer), at)).toBe('bad_claims');
    expect(await fault(accessToken(signer, { email: 'a@b', act: { sub: 'worker' } }), at)).toBe('bad_claims');
    expect(await fault(accessToken(signer, { email: 'a@b', authorization_details: DETAILS }), at)).toBe('bad_claims');
    expect(await fault(accessToken(signer), makeDoor([{ ...settings, userClaim: 'constructor' }]))).toBe('bad_claims');
  });

  it('names actors of others where its issuer may', async () => {
    const at = makeDoor([{ ...settings, actorIssuers: ['https://other.example', 'spiffe://example.org'] }]);
    const token = (act: object) => accessToken(signer, { act });
    const workload = { sub: 'spiffe://example.org/worker', iss: 'spiffe://example.org' };
    expect(await at.present(shown(token({ sub: 'w', iss: 'https://other.example', act: workload })))).toMatchObject({
      actors: [
        { issuer: 'https://other.example', subject: 'w' },
        { issuer: 'spiffe://example.org', subject: 'spiffe://example.org/worker' },
      ],
    });
    for (const sub of ['spiffe://example.com/worker', 'spiffe://example.org', 'worker', 'spiffe://example.org/%41', 'spiffe://example.organic/worker']) {
      expect(await fault(token({ ...workload, sub }), at), sub).toBe('bad_claims');
    }
  });

  it('may be signed by either of two keys of one name', async () => {
    const other = makeSigner('ES256');
    const at = makeDoor([{ ...settings, keys: { jwks: jwks(signer, other) } }]);
    expect([await fault(accessToken(signer), at), await fault(accessToken(other), at), await fault(accessToken(stranger), at)]).toEqual([
      'fine',
      'fine',
      'bad_signature',
    ]);
    const many = makeDoor([{ ...settings, keys: { jwks: jwks(...Array.from({ length: 9 }, () => signer)) } }]);
    expect(await fault(accessToken(signer), many)).toBe('bad_signature');
  });

  it.each([
    ['for something else', { use: 'enc' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['that signs only', { key_ops: ['sign'] }],
    ['of another curve', { ...makeSigner('ES384').jwk, kid: 'k1' }],
    ['that is none', { x: 'AA' }],
  ])('is refused where its key is one %s', async (_, more) => {
    const at = makeDoor([{ ...settings, keys: { jwks: { keys: [{ ...signer.jwk, ...more }] } } }]);
    expect(await fault(accessToken(signer), at)).toBe('bad_signature');
  });

  it('is refused where its key is short', async () => {
    const short = makeSigner('RS256', 'k1', 1024);
    expect(await fault(accessToken(short), makeDoor([{ ...settings, keys: { jwks: jwks(short) } }]))).toBe('bad_signature');
  });

  it('of one issuer is not one of another that shares its keys', async () => {
    const at = makeDoor([settings, { ...settings, issuer: 'https://second.example', audiences: ['second'] }]);
    expect(await fault(accessToken(signer, { iss: 'https://second.example' }), at)).toBe('wrong_audience');
    expect(await fault(accessToken(signer, { iss: 'https://second.example', aud: 'second' }), at)).toBe('fine');
    expect(await fault(accessToken(signer, { aud: 'second' }), at)).toBe('wrong_audience');
  });

  it('is refused where something fails that should not', async () => {
    const at = makeDoor([settings], {
      get now(): number {
        throw new Error('no clock');
      },
    });
    expect(await at.present(shown(accessToken(signer)))).toEqual({ fault: 'unavailable', message: 'it could not be checked' });
  });

  it('is refused in words that hold nothing of it but names of claims', async () => {
    const secret = accessToken(signer, { aud: 'sesame-aud', sub: 'sesame-sub', jti: 'sesame-jti', act: { sub: 'sesame-sub' } });
    const answers = [await door.present(shown(secret)), await door.present(shown(accessToken(stranger, { iss: 'sesame' })))];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain('sesame');
  });
});
