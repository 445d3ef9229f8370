// The decision server over SQLite, its log on the disk before anything is answered; without a log's durability where it is told so.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { AuditLog, AuditSinks, CallerRegistry, logSink, openSqlite, Service, signerOf, startServer, TokenDoor } from '@polc/service';
import { exportJWK } from 'jose';
import { POLICIES } from './rules.mjs';

const { durable, sealed, folder: parent } = JSON.parse(process.argv[2]);
const folder = mkdtempSync(join(parent, 'polc-'));
const { bundle, diagnostics } = compile([{ file: 'bench.hcl', text: POLICIES }]);
if (bundle === undefined) throw new Error(diagnostics[0].message);
const store = await openSqlite(join(folder, 'store.db'));
const audit = durable
  ? new AuditSinks([logSink('file', await AuditLog.open(join(folder, 'audit'), { origin: 'bench', signer: signerOf('bench', randomBytes(32)) }))])
  : { append: async (entry) => JSON.stringify(entry).length, close: async () => undefined };
const service = await Service.open({
  ...{ store, bundle, audit, auditSecret: randomBytes(32), node: 'bench', issuer: 'https://bench', audience: 'bench', sealed },
  grantKey: generateKeyPairSync('ed25519').privateKey,
});
const { key } = await new CallerRegistry(store, () => null).create({ id: 'bench', policies: ['enforcement'] });
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
await new CallerRegistry(store, () => null).create({ id: 'bench-jwt', policies: ['enforcement'], jwt: { issuer: 'https://idp', subject: 'bench' } });
await service.settle();
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' }] };
const door = new TokenDoor({ issuers: [{ issuer: 'https://idp', audiences: ['bench'], keys: { jwks } }], first: (...all) => store.first(...all) });
const { base } = await startServer(service, { door });
process.send({ base, key, jwtKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
process.on('disconnect', async () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
