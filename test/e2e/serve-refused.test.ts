// `polc serve` where it cannot begin: what is wrong is said in one line, and what is wrong on the command line before anything is made.

import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineServe } from '../../cli/commands/serve.js';
import { bundleOf } from '../service/running.js';
import { makeLeaf } from '../service/token-certificates.js';
import { polcHere } from './verbs-here.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-serve-'));
const busy = createServer();

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const pemOf = (der: Buffer) => `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;

beforeAll(async () => {
  mkdirSync(join(folder, 'p'));
  write('p/set.hcl', 'policy "reading" { path "a" { capabilities = ["read"] } }');
  const { certificate, keys } = await makeLeaf(null);
  write('cert.pem', certificate.toString('pem'));
  write('key.pem', pemOf(Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))));
  write('other.pem', pemOf(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })));
  write('text', 'nothing of the kind');
  write('list.json', '[]');
  write('number.json', '{"issuers": [{"issuer": 5, "audiences": ["a"], "keys": {"uri": "https://idp.example"}}]}');
  write('misspelt.json', '{"issuers": [{"issuer": "https://idp.example", "audiences": ["a"], "keys": {"uri": "https://idp.example"}, "mayActRequird": true}]}');
  write('keys.json', '{"issuers": [{"issuer": "https://idp.example", "audiences": ["a"], "keys": {"jwks": {"keys": [7]}}}]}');
  write('ciba.json', '{"issuers": [], "ciba": {"issuer": "https://idp.example", "clientId": "polc"}}');
  await new Promise<void>((listening) => busy.listen(0, '127.0.0.1', listening));
});

afterAll(() => {
  busy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Words that are a file of the folder stand for its path. */
const serve = (line: string, data = join(folder, 'data')) => {
  const words = line
    .split(' ')
    .filter((word, i) => i > 0 || word !== '')
    .map((word) => (word !== '' && existsSync(join(folder, word)) ? join(folder, word) : word));
  return polcHere(['serve', ...words, '--data', data], {}, { serve: defineServe });
};

it.each([
  ['', 'serve takes one bundle, or policies with -p'],
  ['-p p --port 65536', 'It is a port: a whole number up to 65535'],
  ['-p p --port -1', 'It is a whole number'],
  ['-p p --log loud', 'Allowed choices are debug, info, warn, error'],
  ['-p p --base-url polc.example', '--base-url: it is https://HOST or http://HOST'],
  ['-p p --base-url ftp://polc.example', '--base-url: it is https://HOST or http://HOST'],
  ['-p p --base-url https://polc.example/?a=b', '--base-url: it is https://HOST or http://HOST'],
  ['-p p --base-url https://admin:secret@polc.example', '--base-url: it is https://HOST or http://HOST'],
  ['-p p --audience ', 'It is a name'],
  ['-p p --rate-limit 0', 'It is a whole number above 0'],
  ['-p p --max-staleness 0', 'It is a number above 0'],
  ['-p p --grace 1e300', 'It is a number of seconds up to 3600'],
  ['-p p --trust-proxy nearby', 'It is an address or a network, as 10.0.0.0/8'],
  ['-p p --trust-proxy 10.0.0.0/33', 'It is an address or a network, as 10.0.0.0/8'],
  ['-p p --trust-proxy 10.0.0.0/0', 'It is an address or a network, as 10.0.0.0/8'],
  ['-p p --trust text', 'not an Ed25519 key in PEM'],
  ['-p p --tls-cert cert.pem', '--tls-cert and --tls-key go together'],
  ['-p p --tls-cert text --tls-key key.pem', 'text: no certificates in PEM'],
  ['-p p --tls-cert cert.pem --tls-key text', 'text: not a private key in PEM'],
  ['-p p --tls-cert cert.pem --tls-key other.pem', 'other.pem: this is not the key of the certificate in'],
  ['-p p --tls-cert cert.pem --tls-key key.pem --client-ca text', 'text: no certificates in PEM'],
  ['-p p --client-ca cert.pem', '--client-ca goes with --tls-cert and --tls-key'],
  ['-p p --tokens list.json', '--tokens: settings: it is an object'],
  ['-p p --tokens number.json', '--tokens: issuers[0].issuer: "issuers.0.issuer" is a string'],
  ['-p p --tokens misspelt.json', '--tokens: issuers[0].mayActRequird: "issuers.0.mayActRequird" is no member of it'],
  ['-p p --tokens keys.json', '--tokens: issuers[0].keys: a JSON Web Key Set'],
  ['-p p --tokens ciba.json', '--tokens: ciba.authentication: "ciba.authentication" is missing'],
  ['-p p --store mysql://polc:secret@db', 'a store is sqlite:FILE or postgres://…'],
])('polc serve %s is wrong usage, and makes nothing', async (line, words) => {
  const ended = await serve(line);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(words);
  expect(ended.stderr).toMatch(/^[^\n]+\n$/);
  expect(ended.stderr).not.toContain('secret');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

it('refuses a folder without a name', async () => {
  expect(await serve('-p p', '')).toMatchObject({ code: 2, stdout: '', stderr: 'polc: --data: the folder has no name\n' });
});

it('says that there is no such policy for those who show nothing', async () => {
  const data = join(folder, 'anonymous');
  const ended = await serve('-p p --port 0 --anonymous readng', data);
  expect(ended).toEqual({ code: 2, stdout: '', stderr: 'polc: --anonymous: there is no policy "readng"\n' });
});

it('says where it cannot listen', async () => {
  const { port } = busy.address() as { readonly port: number };
  const data = join(folder, 'busy');
  const ended = await serve(`-p p --log error --port ${port}`, data);
  expect(ended).toEqual({ code: 4, stdout: '', stderr: `polc: 127.0.0.1:${port}: something else listens there\n` });
  expect(await serve(`-p p --log error --port ${port} --host 192.0.2.1`, data)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('it cannot listen there'),
  });
});

it('takes no bundle that is none, or that is not signed as it must be', async () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  write('trusted.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  writeFileSync(join(folder, 'plain.polc'), bundleOf('policy "reading" { path "a" { capabilities = ["read"] } }'));
  writeFileSync(join(folder, 'cut.polc'), readFileSync(join(folder, 'plain.polc')).subarray(0, 100));
  const place = (name: string) => join(folder, name);
  const data = place('bundles');
  const [cut, unsigned, files] = [
    await serve('cut.polc', data),
    await serve('plain.polc --trust trusted.pem', data),
    await serve('-p p --trust trusted.pem', data),
  ];
  expect(cut).toEqual({ code: 4, stdout: '', stderr: `polc: ${place('cut.polc')}: the section table is cut off\n` });
  expect(unsigned).toEqual({ code: 1, stdout: '', stderr: `polc: ${place('plain.polc')}: the bundle is not signed\n` });
  expect(files).toMatchObject({ code: 2, stderr: expect.stringContaining('--trust is for a bundle that is signed') });
});

it('says which store it cannot open', async () => {
  const data = join(folder, 'stores');
  mkdirSync(join(folder, 'a-folder'));
  expect(await serve(`-p p --store sqlite:${join(folder, 'a-folder')}`, data)).toEqual({
    code: 4,
    stdout: '',
    stderr: `polc: ${join(folder, 'a-folder')}: a folder, not a file\n`,
  });
  const text = join(folder, 'text.db');
  writeFileSync(text, 'x'.repeat(5_000));
  expect(await serve(`-p p --store sqlite:${text}`, data)).toEqual({ code: 4, stdout: '', stderr: `polc: ${text}: file is not a database\n` });
  const unheard = await serve('-p p --store postgres://polc:secret@127.0.0.1:1/polc', data);
  expect(unheard).toEqual({ code: 4, stdout: '', stderr: 'polc: the store cannot be brought up to date: connect ECONNREFUSED 127.0.0.1:1\n' });
});
