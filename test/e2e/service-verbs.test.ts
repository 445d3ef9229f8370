// The verbs that ask a service, on a running server: what each sends, and what it prints in both formats.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRecord } from '../../cli/host/change-record.js';
import { openClient } from '../../cli/host/service-client.js';
import type { Running } from '../service/running.js';
import { openVerbScene, type VerbScene } from './verb-scene.js';

const POLICIES = `
agent_type "autonomous" { max_ttl = "15m" }
scope "code-read" { path "secret/data/code/*" { capabilities = ["read"] } }
scope "log-view" { path "logs/*" { capabilities = ["read"] } }
policy "code-review" {
  path "secret/data/code/*" { capabilities = ["read"] }
  path "deploy/web" { capabilities = ["update"] }
  path "deploy/web" {
    capabilities = ["read"]
    approval { by = ["user:dana", "group:leads"] }
  }
}
policy "developer" { path "secret/data/*" { capabilities = ["read", "update"] } }
policy "own-consent" { path "polc/consents/delegation-1" { capabilities = ["create", "delete"] } }
policy "lister" { path "polc/agents" { capabilities = ["list"] } }
`;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const READ = { agent: 'reviewer', operation: 'read', path: 'secret/data/code/web' };

let scene: VerbScene;
let running: Running;
const file: VerbScene['file'] = (name, content) => scene.file(name, content);
const polc: VerbScene['polc'] = (line, env) => scene.polc(line, env);
const json: VerbScene['json'] = (line, env) => scene.json(line, env);

beforeAll(async () => {
  scene = await openVerbScene(POLICIES);
  running = scene.running;
  file('read.json', JSON.stringify(READ));
});

afterAll(() => scene.end());

describe('polc agent', () => {
  it('registers, changes, attaches, bounds, shows and lists', async () => {
    expect(await polc('agent register reviewer --type autonomous --metadata purpose=code-review,owner=team-alpha --metadata env=prod')).toEqual({
      code: 0,
      stdout: 'agent reviewer: registered\n  type      autonomous\n  metadata  purpose=code-review, owner=team-alpha, env=prod\n  owner     team-alpha\n',
      stderr: '',
    });
    expect((await polc('agent attach reviewer --policy code-review')).stdout).toContain('\n  policies  code-review\n');
    // Names of policies fold case: it is there already.
    const { version } = await json('agent read reviewer');
    expect(await json('agent attach reviewer --policy Code-Review')).toMatchObject({ version, policies: ['code-review'] });
    expect(await json('agent ephemeral reviewer --max-ttl 10m --uses 2')).toMatchObject({ ephemeral: { max_ttl: '10m', uses: 2 } });
    expect(await json('agent update reviewer --owner group:leads --unset metadata')).toMatchObject({ owner: 'group:leads', type: 'autonomous' });
    expect(await json('agent read reviewer')).not.toHaveProperty('metadata');
    expect(await polc('agent list')).toEqual({
      code: 0,
      stdout: [
        'ID        TYPE        OWNER        STATUS  POLICIES     EPHEMERAL',
        'reviewer  autonomous  group:leads  active  code-review  max_ttl=10m, uses=2',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it('takes a whole record from a file, and identities in every form', async () => {
    file('agent.json', JSON.stringify({ type: 'autonomous', description: 'a,b', owner: 'x' }));
    const args = ['agent', 'register', 'whole', '--from', file('agent.json'), '--owner', 'user:dana', '--spiffe', 'spiffe://example.org/whole'];
    const registered = await json([...args, '--x509', 'AB:'.repeat(31).concat('CD'), '--jwt-issuer', 'https://idp.test', '--jwt-subject', 'whole']);
    expect(registered).toMatchObject({
      ...{ id: 'whole', owner: 'user:dana', description: 'a,b' },
      identity: { spiffe: 'spiffe://example.org/whole', x509_sha256: `${'ab'.repeat(31)}cd`, jwt: { issuer: 'https://idp.test', subject: 'whole' } },
    });
    expect(await json('agent suspend whole')).toMatchObject({ status: 'suspended' });
    expect(await json('agent resume whole')).toMatchObject({ status: 'active' });
    expect(await json('agent update whole --expires 30d')).toMatchObject({ expires: expect.stringMatching(/Z$/) });
    expect(await json('agent remove whole')).toEqual({ id: 'whole', removed: true });
    expect(await json('agent list')).toMatchObject({ agents: [{ id: 'reviewer' }] });
  });

  it('keeps what others have changed between reading and writing', async () => {
    await json('group register leads --policy developer');
    // Several at once: each finds the version of another, and looks again.
    const names = ['a', 'b', 'c', 'd'];
    const client = await openClient({ server: running.server.base, keyFile: file('admin.key'), timeout: 10 });
    await Promise.all(
      names.map((name) => changeRecord(client, '/v1/agents/reviewer', ({ metadata = {} }) => ({ metadata: { ...(metadata as object), [name]: 'here' } }))),
    );
    expect(Object.keys((await json('agent read reviewer')).metadata).sort()).toEqual(names);
    await json('agent update reviewer --unset metadata');
    const { stdout } = await polc('agent read reviewer --format json');
    const { version } = JSON.parse(stdout) as { version: number };
    expect(await polc(`agent update reviewer --owner nobody --expect ${version - 1}`)).toMatchObject({ code: 1, stdout: '' });
    expect(await json(`agent update reviewer --owner user:dana --expect ${version}`)).toMatchObject({ owner: 'user:dana' });
    expect(await json('agent detach reviewer --policy CODE-REVIEW')).toMatchObject({ policies: [] });
    expect(await polc('agent detach reviewer --policy code-review')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'polc: the agent "reviewer" has no policy "code-review" of its own\n',
    });
    await json('agent attach reviewer --policy code-review');
  });
});

describe('polc user, delegation, consent', () => {
  it('let an agent act for a user for as long as the user consents', async () => {
    await json(['user', 'register', 'alice', '--policy', 'developer,own-consent', '--group', 'leads', '--attributes', '{"level": 3}']);
    await json('user register dana');
    expect(await json('agent delegate reviewer --user alice')).toMatchObject({ metadata: { delegate_user: 'alice' } });
    expect(await polc('delegation create delegation-1 --agent reviewer --user dana --scopes code-read')).toMatchObject({
      code: 1,
      stderr: 'polc: the agent "reviewer" is meant to act for "alice" (polc agent delegate), not for "dana"\n',
    });
    // For whom it is meant to act is taken for the user.
    expect(await json('delegation create delegation-1 --agent reviewer --scopes code-read,log-view --purposes review --expires 30d')).toMatchObject({
      ...{ id: 'delegation-1', from: 'user:alice', to: 'reviewer', scopes: ['code-read', 'log-view'], purposes: ['review'] },
    });
    const request = ['grant', 'request', '--agent', 'reviewer', '--delegation', 'delegation-1', '--operation', 'read', '--path', READ.path];
    const asked = [...request, '--purpose', 'review'];
    expect(await polc(asked)).toEqual({ code: 1, stdout: 'denied: consent_missing\nno consent to the delegation "delegation-1" is in force\n', stderr: '' });

    const { key } = await json('caller create alice --user alice');
    const alice = { POLC_KEY: key, POLC_KEY_FILE: '' };
    expect(await polc('consent give delegation-1 --scopes code-read --by user:dana', alice)).toMatchObject({ code: 1, stdout: '' });
    const given = await polc(['consent', 'give', 'delegation-1', '--scopes', 'code-read', '--text-line', 'It reads my code.'], alice);
    expect(given.stdout).toMatch(new RegExp(`^consent ${UUID.source}: given\n {2}delegation {3}delegation-1\n`));
    const [{ id, text, method, given_by }] = (await json('consent list --delegation delegation-1')).consents;
    expect({ text, method, given_by }).toEqual({ text: 'It reads my code.', method: 'command', given_by: 'user:alice' });

    const allowed = await json(asked);
    expect(allowed.layers.map(({ layer }: { layer: string }) => layer)).toEqual(['user_policies', 'ceiling', 'scope']);
    expect((await polc([...asked.slice(0, -1), 'gossip'])).stdout).toContain('denied: purpose_not_allowed');
    file('token', allowed.grant.token);

    expect(await json(['consent', 'withdraw', id], alice)).toMatchObject({ withdrawn_by: 'user:alice' });
    expect((await polc(asked)).stdout).toContain('denied: expired');
    const redeem = await polc(['grant', 'redeem', '--token-file', file('token'), ...asked.slice(2)]);
    expect(redeem).toEqual({ code: 1, stdout: 'refused: expired\n', stderr: '' });
    expect(await polc('consent list --delegation nothing')).toEqual({ code: 0, stdout: 'no consents\n', stderr: '' });
    expect(await json('delegation revoke delegation-1')).toMatchObject({ status: 'revoked' });
    expect((await polc('delegation list')).stdout).toMatch(/delegation-1 {2}user:alice {2}reviewer .* revoked /);
  });
});

describe('polc grant', () => {
  it('gives a token to whoever asks, once, and it is used once', async () => {
    const out = file('once');
    const asked = await polc(['grant', 'request', '--request', file('read.json'), '-o', out, '--format', 'json']);
    const answer = JSON.parse(asked.stdout) as { readonly allowed: boolean; readonly grant: { readonly id: string } };
    expect([asked.code, asked.stderr, answer.allowed]).toEqual([0, '', true]);
    const token = readFileSync(out, 'utf8').trim();
    expect(asked.stdout).not.toContain(token);
    expect(statSync(out).mode & 0o777).toBe(0o600);

    await polc('grant keys').then(({ stdout }) => file('jwks.json', stdout));
    const verify = (request: string, ...more: string[]) =>
      polc([
        'grant',
        'verify',
        '--token-file',
        out,
        '--jwks',
        file('jwks.json'),
        '--issuer',
        'https://polc.test',
        '--audience',
        'polc.test',
        ...more,
        '--request',
        request,
      ]);
    expect((await verify(file('read.json'))).stdout).toContain(`grant ${answer.grant.id}: good for this\n`);
    file('other.json', JSON.stringify({ ...READ, path: 'secret/data/code/other' }));
    expect(await verify(file('other.json'))).toEqual({ code: 1, stdout: 'refused: other_action\n', stderr: '' });
    expect(await verify(file('read.json'), '--issuer', 'https://other.test')).toMatchObject({ code: 1, stdout: 'refused: malformed\n' });
    file('by-id.json', JSON.stringify({ ...READ, delegation: { id: 'delegation-1' } }));
    expect(await verify(file('by-id.json'))).toMatchObject({ code: 2, stdout: '' });

    const redeem = (request: string) => polc(['grant', 'redeem', '--token-file', out, '--request', request]);
    expect(await redeem(file('other.json'))).toMatchObject({ code: 1, stdout: 'refused: other_action\n' });
    expect(await redeem(file('read.json'))).toEqual({ code: 0, stdout: `redeemed: grant ${answer.grant.id}\n`, stderr: '' });
    expect(await redeem(file('read.json'))).toMatchObject({ code: 0 });
    expect(await redeem(file('read.json'))).toMatchObject({ code: 1, stdout: 'refused: used_up\n' });
    expect((await polc('grant list --agent reviewer')).stdout).toContain('2 of 2');

    const again = await json(['grant', 'request', '--request', file('read.json')]);
    expect(await json(`grant revoke ${again.grant.id}`)).toMatchObject({ revoked_at: expect.any(String) });
    expect(readdirSync(scene.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('makes no grant where its token could not be kept', async () => {
    const before = (await json('grant list')).grants.length;
    const lost = await polc(['grant', 'request', '--request', file('read.json'), '-o', join(scene.folder, 'nowhere', 'token')]);
    expect(lost).toMatchObject({ code: 4, stdout: '' });
    expect((await json('grant list')).grants).toHaveLength(before);
  });
});

describe('polc approval', () => {
  it('asks people, who answer by their own names, and once', async () => {
    const deploy = ['--agent', 'reviewer', '--operation', 'read', '--path', 'deploy/web'];
    const asked = await polc(['approval', 'request', ...deploy]);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    const [, id = ''] = /\napproval ([0-9a-f]+): pending\n/.exec(asked.stdout) ?? [];
    expect(asked.stdout).toContain('wants    1 of group:leads or user:dana');
    expect((await polc('approval list --state pending')).stdout).toContain(id);
    expect(await polc(['approval', 'approve', id])).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('"by" is missing') });
    // Who owns the agent does not approve what it does.
    expect(await polc(['approval', 'approve', id, '--by', 'user:dana'])).toMatchObject({ code: 1, stderr: expect.stringContaining('an action of his own') });
    const approved = await polc(['approval', 'approve', id, '--by', 'user:alice', '--reason', 'the ticket is right']);
    expect(approved.stdout).toContain(`approval ${id}: approved\n`);
    expect(approved.stdout).toContain('answers  approve by user:alice (the ticket is right)');
    expect(await json(['grant', 'request', ...deploy])).toMatchObject({ allowed: true });
    expect(await polc(['grant', 'request', ...deploy])).toMatchObject({ code: 1, stdout: expect.stringContaining('approval_required') });
    expect(await json(['approval', 'read', id])).toMatchObject({ id, used_by: expect.stringMatching(UUID) });

    const second = (await json(['approval', 'request', ...deploy])).approvals[0].id;
    expect(await json(['approval', 'deny', second, '--by', 'user:alice'])).toMatchObject({ state: 'denied' });
    expect(await polc(['approval', 'cancel', second])).toMatchObject({ code: 1, stdout: '' });
    expect(await polc('approval request --agent reviewer --operation delete --path deploy/web')).toMatchObject({ code: 1, stderr: '' });
  });
});

describe('polc caller', () => {
  it('gives a key out once, and takes it back', async () => {
    const created = await json('caller create gateway --policy lister --expires 30d');
    const asGateway = { POLC_KEY: created.key, POLC_KEY_FILE: '' };
    expect(await polc('agent list --format json', asGateway)).toMatchObject({ code: 0 });
    expect(await json('caller read gateway')).not.toHaveProperty('key');
    expect((await polc('caller list')).stdout).toMatch(/\ngateway {2}active {2}- +lister +1 /);

    const rotated = await polc(['caller', 'rotate', 'gateway', '-o', file('gateway.key')]);
    expect(rotated.stdout).toContain(`  key       in ${file('gateway.key')}\n`);
    expect(rotated.stdout).not.toContain(readFileSync(file('gateway.key'), 'utf8').trim());
    expect(await polc('agent list', asGateway)).toMatchObject({ code: 1, stderr: `polc: the API key is not known by ${running.server.base}\n` });
    const asRotated = { POLC_KEY_FILE: file('gateway.key') };
    expect(await polc('agent list', asRotated)).toMatchObject({ code: 0 });
    // A right of its own for each thing.
    expect(await polc('agent read reviewer', asRotated)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'polc: caller:gateway may not read polc/agents/reviewer\n',
    });
    await json('caller suspend gateway');
    expect(await polc('agent list', asRotated)).toMatchObject({ code: 1, stdout: '' });
    await json('caller resume gateway');
    expect(await polc('agent list', asRotated)).toMatchObject({ code: 0 });
    expect(await polc('caller remove gateway')).toEqual({ code: 0, stdout: 'caller gateway: removed\n', stderr: '' });
  });
});
