// People asked through a real identity provider (OpenID CIBA, poll mode): what they answer on their devices is what decisions go by, once.

import { compile } from '@polc/compiler';
import { type Decision, loadBundle, type Request } from '@polc/runtime';
import type { StoredApproval } from '@polc/service';
import { describe, expect, it } from 'vitest';
import { CibaChannel } from '../../service/approvals/ciba.js';
import { neededApprovals } from '../../service/approvals/needed-approvals.js';
import { CibaScene } from './ciba-scene.js';
import { KEY_CLIENT } from './identity-provider.js';

const scene = new CibaScene();

describe('somebody asked on his device', () => {
  it('sees the code of the approval, and what he approves is approved as by himself', async () => {
    const approval = await scene.open();
    scene.meanwhile = [() => undefined, scene.approves];
    const answer = await scene.ask(approval);
    expect(answer).toMatchObject({ answer: 'approve', approval: { id: approval.id, state: 'approved' } });
    expect('approval' in answer && answer.approval.body.answers).toMatchObject([{ by: 'user:carol', answer: 'approve', via: 'ciba' }]);
    expect(scene.idp.asked).toHaveLength(1);
    const parameters = scene.idp.asked[0]?.parameters ?? {};
    expect(parameters).toMatchObject({ scope: 'openid', login_hint: 'carol', binding_message: approval.body.code });
    expect(Number(parameters.requested_expiry)).toBeGreaterThan(590);
    expect(Number(parameters.requested_expiry)).toBeLessThanOrEqual(600);
    // Once in vain, each time after the five seconds of the standard.
    expect(scene.slept).toEqual([5, 5]);
    expect(scene.idp.calls).toEqual(['GET /.well-known/openid-configuration', 'POST /backchannel', 'POST /token', 'POST /token', 'GET /jwks']);
  });

  it('denies, and it is denied', async () => {
    const approval = await scene.open();
    scene.meanwhile = [scene.denies];
    expect(await scene.ask(approval)).toMatchObject({ answer: 'deny', approval: { state: 'denied' } });
    expect((await scene.approvals.get(approval.id))?.body.answers).toMatchObject([{ by: 'user:carol', answer: 'deny', via: 'ciba' }]);
  });

  it('is asked by a client that signs', async () => {
    scene.meanwhile = [scene.approves];
    const authentication = { method: 'private_key_jwt', key: scene.key, algorithm: 'ES256', keyId: 'k1' } as const;
    expect(await scene.ends(await scene.open(), 'user:carol', { clientId: KEY_CLIENT, authentication })).toBe('approve');
  });

  it('may have another name there, and groups that only the provider knows', async () => {
    const accountOf = (user: string) => (user === 'erin' ? { hint: 'erin@corp.example', subject: 'sub-erin' } : null);
    const approval = await scene.open();
    scene.meanwhile = [scene.approves, scene.approves];
    expect(await scene.ends(approval, 'user:erin', { accountOf })).toBe('not_yours');
    expect(await scene.stateOf(approval)).toBe('pending');
    const answer = await scene.ask(approval, 'user:erin', { accountOf, groupsClaim: 'groups' });
    expect(answer).toMatchObject({ answer: 'approve', approval: { body: { answers: [{ by: 'user:erin', groups: ['finance', 'audit'] }] } } });
  });

  it('is sent what it is about, in both parts of the request', async () => {
    const sent: unknown[] = [];
    for (const path of ['/backchannel', '/token']) scene.alter(path, (_, { oidc }) => sent.push(JSON.parse(String(oidc.params?.authorization_details))));
    const approval = await scene.open();
    scene.meanwhile = [scene.approves];
    const authorizationDetails = ({ action }: StoredApproval) => [{ type: 'polc_approval', action }];
    expect(await scene.ask(approval, 'user:carol', { authorizationDetails, resource: 'urn:polc' })).toMatchObject({ answer: 'approve' });
    expect(sent).toEqual([authorizationDetails(approval), authorizationDetails(approval)]);
  });
});

describe('a decision that wants an approval', () => {
  const { bundle } = compile([
    {
      file: 'set.hcl',
      text: `
group "finance" {}
agent "bot" { policies = ["pay"]  owner = "group:platform" }
policy "pay" { path "mcp/bank/transfer" { capabilities = ["invoke"]  approval { by = ["group:finance"]  within = "10m" } } }`,
    },
  ]);
  const engine = loadBundle(bundle as Uint8Array, { clock: scene.clock });

  it('is pending, approved on a device, allowed once; a changed argument and a replay are not', async () => {
    const request: Request = { agent: 'bot', operation: 'invoke', path: 'mcp/bank/transfer', parameters: { amount: 5 } };
    const wantedBy = (asked: Request) => engine.decide(asked).obligations.approval as NonNullable<Decision['obligations']['approval']>;
    const decided = async (asked: Request, id: string) => {
      const facts = await scene.approvals.factsFor(wantedBy(asked).action);
      const needed = neededApprovals(facts, (approvals) => engine.decide({ ...asked, approvals }).allowed);
      if (needed === null) return engine.decide({ ...asked, approvals: facts }).outcome;
      return (
        (await scene.approvals.use(
          needed.map((fact) => fact.id as string),
          id,
        )) ?? 'allowed'
      );
    };
    const [approval] = await scene.approvals.open({
      ...wantedBy(request),
      ...{ decision: 'd1', revision: engine.decide(request).revision, shown: {}, requestedBy: 'caller:gateway' },
      parties: { user: null, chain: ['bot'], owners: ['group:platform'] },
    });
    expect(await decided(request, 'd1')).toBe('approval_required');
    scene.meanwhile = [async () => expect(await decided(request, 'd2')).toBe('approval_required'), scene.approves];
    expect(await scene.ends(approval as StoredApproval)).toBe('approve');
    expect(await decided({ ...request, parameters: { amount: 6 } }, 'd3')).toBe('approval_required');
    expect([await decided(request, 'd4'), await decided(request, 'd5')]).toEqual(['allowed', 'approval_required']);
  });
});

describe('the provider', () => {
  it('is asked no faster than it wants, and slower each time that it says so', async () => {
    let [required, last, tooFast] = [5, 0, 0];
    scene.idp.between = async (context, next) => {
      if (context.path === '/backchannel') last = scene.clock();
      if (context.path !== '/token') return next();
      if (scene.clock() - last < required * 1000) tooFast++;
      last = scene.clock();
      if (required === 15) return next();
      required += 5;
      context.status = 400;
      context.body = { error: 'slow_down' };
    };
    scene.meanwhile = [() => undefined, () => undefined, () => undefined, scene.approves];
    expect(await scene.ends(await scene.open())).toBe('approve');
    expect([scene.slept, tooFast]).toEqual([[5, 10, 15, 15], 0]);
  });

  it('says how long to wait between two questions', async () => {
    scene.alter('/backchannel', (body) => Object.assign(body, { interval: 7 }));
    scene.meanwhile = [() => undefined, scene.approves];
    expect(await scene.ends(await scene.open())).toBe('approve');
    expect(scene.slept).toEqual([7, 7]);
  });

  it('lets a request expire, and nobody has answered', async () => {
    scene.alter('/backchannel', (body) => Object.assign(body, { interval: 0.5 }));
    // By a clock that stands still it is the provider that says so.
    const now = Date.now();
    const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 1_100));
    const approval = await scene.open({ within: 2 });
    const answer = await scene.ask(approval, 'user:carol', { clock: () => now + 500, sleep });
    expect(answer).toEqual({ fault: 'expired', message: 'the provider waited, and nobody answered' });
    expect([scene.tokenCalls, await scene.stateOf(approval)]).toEqual([1, 'pending']);
  });

  it('is waited for no longer than the approval waits', async () => {
    scene.alter('/backchannel', (body) => Object.assign(body, { interval: 150, expires_in: 86_400 }));
    const approval = await scene.open();
    expect(await scene.ends(approval)).toBe('expired');
    expect(scene.slept).toEqual([150, 150, 150]);
    scene.skip(150_000);
    expect(await scene.stateOf(approval)).toBe('expired');
    expect(await scene.approvals.factsFor(approval.action)).toEqual([]);
  });

  it('is waited for no longer than it waits itself', async () => {
    scene.alter('/backchannel', (body) => Object.assign(body, { expires_in: 12 }));
    const approval = await scene.open();
    expect([await scene.ends(approval), scene.slept, await scene.stateOf(approval)]).toEqual(['expired', [5, 5], 'pending']);
  });

  it('that is gone for a while is asked again, more and more slowly', async () => {
    const back = () => scene.idp.start().then(scene.approves);
    scene.meanwhile = [() => scene.idp.stop(), () => undefined, () => undefined, back];
    expect(await scene.ends(await scene.open())).toBe('approve');
    expect(scene.slept).toEqual([5, 5, 10, 20]);
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('that does not come back leaves it unanswered, and then over', async () => {
    const approval = await scene.open();
    await scene.idp.stop();
    try {
      expect(await scene.ends(approval)).toBe('unreachable');
    } finally {
      await scene.idp.start();
    }
    expect(scene.slept).toEqual([5, 10, 20, 40, 60, 60, 60, 60, 60, 60, 60, 60]);
    expect(await scene.stateOf(approval)).toBe('pending');
    scene.skip(600_000);
    expect(await scene.stateOf(approval)).toBe('expired');
  });

  it.each([429, 500, 503])('that answers %i is asked again', async (status) => {
    const seen = new Set<string>();
    scene.idp.between = async (context, next) => {
      if (seen.size === seen.add(context.path).size) return next();
      context.status = status;
      context.body = { error: 'access_denied' };
    };
    scene.meanwhile = [() => undefined, () => undefined, () => undefined, scene.approves];
    expect(await scene.ends(await scene.open())).toBe('approve');
    // Each endpoint once in vain: metadata, request, token, keys.
    expect(scene.slept).toEqual([5, 10, 5, 5, 5]);
  });
});

describe('whoever waits', () => {
  it.each([
    ['somebody else has answered', 'already_answered', (id: string) => scene.approvals.answer(id, 'user:zoe', ['finance'], 'approve')],
    ['it was taken back', 'already_answered', (id: string) => scene.approvals.cancel(id, 'caller:gateway')],
    ['it is over, though it was approved just now', 'expired', () => scene.approves()?.then(() => scene.skip(600_000))],
  ])('waits no longer when %s', async (_, fault, happens) => {
    const approval = await scene.open();
    scene.meanwhile = [() => happens(approval.id)];
    expect(await scene.ends(approval)).toBe(fault);
    expect(scene.tokenCalls).toBe(0);
    // Nobody is asked what is answered.
    scene.idp.calls.length = 0;
    expect(await scene.ends(approval)).toBe(fault);
    expect(scene.idp.calls).toEqual([]);
  });

  it('may give up, even asleep', async () => {
    const approval = await scene.open();
    const { sleep: _, ...settings } = scene.settings();
    const controller = new AbortController();
    const answer = new CibaChannel(scene.approvals, settings).ask(approval, 'user:carol', controller.signal);
    await expect.poll(() => scene.idp.asked.length, { interval: 5 }).toBe(1);
    const began = Date.now();
    controller.abort();
    expect(await answer).toMatchObject({ fault: 'stopped' });
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(await scene.ends(approval, 'user:carol', {}, controller.signal)).toBe('stopped');
    expect(await scene.stateOf(approval)).toBe('pending');
  });
});
