// The verbs that ask a service over TLS: whom they believe, and by which certificate they are known.

import { createHash, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from '../service/running.js';
import { type Authority, type CertificateOptions, makeLeaf, makeRoot } from '../service/token-certificates.js';
import { START } from '../service/token-kit.js';
import { openVerbScene, type VerbScene } from './verb-scene.js';

let scene: VerbScene;
let secure: Running;
const pem: Record<string, string> = {};

/** Good now, and not at the tests' time alone. */
const times = { since: START - Date.now() + 3_600_000, until: Date.now() + 3_600_000 - START };

async function write(name: string, { certificate, keys }: Authority): Promise<{ readonly cert: string; readonly key: string }> {
  const cert = certificate.toString('pem');
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
  pem[`${name}.pem`] = scene.file(`${name}.pem`, cert);
  pem[`${name}.key`] = scene.file(`${name}.key`, key);
  return { cert, key };
}

const leaf = (by: Authority | null, options: CertificateOptions = {}) => makeLeaf(by, { ...times, uris: [], ...options });

/** Words that are a file of the scene stand for its path. */
const polc = (line: string, env: Readonly<Record<string, string>> = {}) =>
  scene.polc(
    line.split(' ').map((word) => pem[word] ?? word),
    { POLC_SERVER: secure.server.base, POLC_KEY_FILE: '', ...env },
  );

beforeAll(async () => {
  scene = await openVerbScene('');
  const root = await makeRoot(times);
  const worker = await leaf(root);
  const clientCa = (await write('root', root)).cert;
  await write('worker', worker);
  await write('stranger', await leaf(root));
  await write('elsewhere', await leaf(null));
  const server = await write('server', await leaf(null, { names: [{ type: 'ip', value: '127.0.0.1' }] }));
  secure = await run('', { server: { tls: { ...server, clientCa } } });
  await secure.keyFor({ id: 'worker', policies: ['polc-admin'], x509_sha256: createHash('sha256').update(worker.der).digest('hex') });
});

afterAll(async () => {
  await secure.end();
  await scene.end();
});

describe('a server with TLS', () => {
  it('is believed by the authorities that are named, and by its own name', async () => {
    const env = { POLC_KEY: secure.key };
    expect(secure.server.base).toMatch(/^https:/);
    expect(await polc('agent list --ca server.pem', env)).toEqual({ code: 0, stdout: 'no agents\n', stderr: '' });
    expect(await polc('agent list', env)).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('an authority that is not trusted') });
    const byName = secure.server.base.replace('127.0.0.1', 'localhost');
    expect(await polc(`agent list --ca server.pem --server ${byName}`, env)).toMatchObject({ code: 4, stderr: expect.stringContaining('another name') });
  });

  it('knows who asks by a certificate, and asks for no key then', async () => {
    const shown = 'agent list --ca server.pem --client-cert';
    expect(await polc(`${shown} worker.pem --client-key worker.key`)).toEqual({ code: 0, stdout: 'no agents\n', stderr: '' });
    for (const other of ['stranger', 'elsewhere']) {
      expect(await polc(`${shown} ${other}.pem --client-key ${other}.key`), other).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^polc: .* by https:\/\/127\.0\.0\.1:\d+\n$/),
      });
    }
    expect(await polc('agent list --ca server.pem')).toMatchObject({ code: 1, stderr: expect.stringContaining('--key-file FILE, or POLC_KEY') });
  });

  it.each([
    ['--client-cert worker.pem', 2, '--client-cert and --client-key go together'],
    ['--client-key worker.key', 2, '--client-cert and --client-key go together'],
    ['--client-cert worker.pem --client-key stranger.key', 2, 'this is not the key of the certificate in'],
    ['--client-cert worker.key --client-key worker.key', 2, 'no certificates in PEM'],
    ['--client-cert worker.pem --client-key worker.pem', 2, 'not a private key in PEM'],
    ['--client-cert nowhere.pem --client-key worker.key', 4, 'nowhere.pem: no such file or folder'],
    ['--ca worker.key', 2, 'no certificates in PEM'],
    ['--client-cert worker.pem --client-key worker.key --server http://127.0.0.1:1', 2, 'a certificate is shown over HTTPS alone'],
    ['--client-cert worker.pem --client-key worker.key --data x', 2, 'are for a running server'],
  ])('is not asked with %s', async (options, code, words) => {
    const ended = await polc(`agent list ${options}`, options.includes('--data') ? { POLC_SERVER: '' } : {});
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toContain('PRIVATE KEY');
  });
});
