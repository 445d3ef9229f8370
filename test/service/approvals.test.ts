// Approvals as questions to people: asked once, and answered by those who may and by nobody else.

import { describe, expect, it } from 'vitest';
import { Approvals } from '../../service/approvals/approvals.js';
import { requestFor, wanted } from './approval-request.js';
import { ApprovalScene, bodyOf, GROUPS, REQUEST, refusalOf, START } from './approval-scene.js';

const scene = new ApprovalScene();

describe('a question', () => {
  it('holds what is asked, what is shown, and by whom it was wanted', async () => {
    const approval = await scene.open();
    const { requirement, ...content } = wanted();
    expect(approval).toEqual({
      ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), action: REQUEST.action, requirement, state: 'pending' },
      ...{ createdAt: START, expires: START + 600_000, version: 1, body: expect.anything() },
    });
    expect(bodyOf(approval)).toEqual({
      ...{ requirement: content, shown: REQUEST.shown, code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/) },
      ...{ decision: 'd1', revision: 'sha256:r1', requested_by: 'caller:gateway', parties: REQUEST.parties, turn: 0, lasts: 600 },
      ...{ answers: [], granted_until: null, used_by: null, used_at: null, cancelled_by: null, cancelled_at: null },
    });
    expect(await scene.approvals.get(approval.id)).toEqual(approval);
  });

  it('is asked once for each requirement of an action, whatever is deployed meanwhile', async () => {
    const both = requestFor([wanted(), wanted({ name: 'other' }), wanted()]);
    const [first, second] = await scene.approvals.open(both);
    expect((await scene.approvals.open({ ...both, revision: 'sha256:r2', decision: 'd2' })).map(({ id }) => id)).toEqual([first?.id, second?.id]);
    expect(first?.id).not.toBe(second?.id);
    expect((await scene.open(requestFor([wanted()], { action: 'sha256:other' }))).id).not.toBe(first?.id);
    expect(bodyOf(await scene.approvals.get(first?.id ?? ''))).toMatchObject({ revision: 'sha256:r1', decision: 'd1' });
  });

  it('waits no longer than what is approved would hold', async () => {
    expect((await scene.open(requestFor([wanted({ within: 60 })]))).expires).toBe(START + 60_000);
    expect((await scene.open(requestFor([wanted({ within: 86_400 })]))).expires).toBe(START + 600_000);
    const patient = new Approvals(scene.store, { clock: () => scene.now, ttl: 5, groupsOf: () => [] });
    expect((await patient.open(requestFor([wanted({ name: 'x' })])))[0]?.expires).toBe(START + 5_000);
  });

  const LATER = 600_000;
  it.each([
    ['has expired', async () => LATER],
    ['was taken back', (id: string) => scene.approvals.cancel(id, 'caller:gateway').then(() => 0)],
    [
      'was used',
      async (id: string) => {
        await scene.approve(id);
        await scene.approvals.use([id], 'd');
        return 0;
      },
    ],
    ['was denied, and would have expired since', (id: string) => scene.deny(id, 'user:carol').then(() => LATER)],
  ])('is asked anew when it %s', async (_, end) => {
    const { id } = await scene.open();
    scene.now += await end(id);
    const next = await scene.open({ ...REQUEST, decision: 'd2' });
    expect(next.id).not.toBe(id);
    expect([next.state, bodyOf(next).turn, bodyOf(next).decision]).toEqual(['pending', 1, 'd2']);
    // And that one is found in its turn.
    expect((await scene.open()).id).toBe(next.id);
  });

  it('that was denied is not asked again while it would have waited', async () => {
    const { id } = await scene.open();
    await scene.approvals.answer(id, 'user:carol', [], 'deny', 'not today');
    scene.now += 599_999;
    const again = await scene.open();
    expect([again.id, again.state, bodyOf(again).answers[0]?.reason]).toEqual([id, 'denied', 'not today']);
  });

  it('that was approved meanwhile is not asked again, unless the decision had it and wanted more', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    expect(await scene.open()).toMatchObject({ id, state: 'approved' });
    expect(await scene.open({ ...REQUEST, brought: [id] })).toMatchObject({ state: 'pending' });
  });

  it('is asked anew when who approved it may no longer', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    scene.groups = { ...GROUPS, carol: [] };
    expect((await scene.open()).state).toBe('pending');
    expect(await scene.facts()).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    ['a member of a named group, as registered', 'user:carol', [], {}, 'done'],
    ['a member of a named group, as his credential says', 'user:zoe', ['finance'], {}, 'done'],
    ['whoever is named', 'user:zoe', [], { by: ['user:zoe'] }, 'done'],
    ['the requester, where he is named as such', 'user:alice', [], { by: ['requester'] }, 'done'],
    ['somebody of another group', 'user:zoe', ['sales'], {}, 'not_yours'],
    ['somebody named as a group', 'user:finance', [], {}, 'not_yours'],
    ['an agent', 'agent:other', ['finance'], {}, 'not_yours'],
    ['a name without a kind', 'carol', ['finance'], {}, 'not_yours'],
    ['nobody', 'user:', ['finance'], {}, 'not_yours'],
    ['another, where the requester is wanted', 'user:carol', [], { by: ['requester'] }, 'not_yours'],
    ['the requesting user', 'user:alice', [], {}, 'own_action'],
    ['the requesting user, though named', 'user:alice', [], { by: ['user:alice'] }, 'own_action'],
    ['one with the name of the agent', 'user:bot', ['finance'], {}, 'own_action'],
    ['one who calls himself the agent', 'user:agent:bot', ['finance'], {}, 'own_action'],
    ['a member of the group that owns the agent, as registered', 'user:erin', [], {}, 'own_action'],
    ['a member of the group that owns the agent, as his credential says', 'user:carol', ['platform'], {}, 'own_action'],
    ['the requesting user, where that is allowed', 'user:alice', [], { self: true }, 'done'],
    ['an owner, where that is allowed', 'user:erin', [], { self: true }, 'done'],
  ])('of %s', async (_, by, of, more, expected) => {
    const { id } = await scene.open(requestFor([wanted(more)]));
    expect(await refusalOf(scene.approve(id, by, of))).toBe(expected);
    expect((await scene.approvals.get(id))?.state).toBe(expected === 'done' ? 'approved' : 'pending');
    if (expected !== 'done') expect(await refusalOf(scene.approvals.answer(id, by, of, 'deny'))).toBe(expected);
  });

  it.each([
    ['user:frank', 'user:frank'],
    ['frank', 'user:frank'],
    ['group:owners', 'user:zoe'],
    ['owners', 'user:zoe'],
  ])('is not for the owner %s, by whatever name', async (owner, by) => {
    const parties = { user: null, chain: ['planner', 'bot'], owners: ['group:x', owner] };
    const { id } = await scene.open(requestFor([wanted()], { parties }));
    expect(await refusalOf(scene.approve(id, by, ['finance', 'owners']))).toBe('own_action');
  });

  it('is not for who is suspended, and what he approved counts no more', async () => {
    scene.suspended = ['carol'];
    const { id } = await scene.open();
    expect(await refusalOf(scene.approve(id))).toBe('not_yours');
    scene.suspended = [];
    await scene.approve(id);
    expect(await scene.facts()).toHaveLength(1);
    scene.suspended = ['carol'];
    expect(await scene.facts()).toEqual([]);
  });

  it('is recorded with who, when, as what, why and how', async () => {
    const { id } = await scene.open();
    scene.now += 1_000;
    const answered = await scene.approvals.answer(id, 'user:carol', ['staff'], 'approve', 'invoice 7', 'ciba');
    expect(answered).toMatchObject({ state: 'approved', version: 2, expires: START + 601_000 });
    expect(bodyOf(answered).answers).toEqual([
      { by: 'user:carol', groups: ['staff'], registered: ['finance'], at: START + 1_000, answer: 'approve', reason: 'invoice 7', via: 'ciba', known: false },
    ]);
    expect(await scene.approvals.get(id)).toEqual(answered);
  });

  it('comes too late once it is answered, taken back or over', async () => {
    expect(await refusalOf(scene.approve('none'))).toBe('not_found');
    const { id } = await scene.open();
    await scene.deny(id, 'user:carol');
    expect(await refusalOf(scene.approve(id, 'user:dave'))).toBe('already_answered');
    const other = await scene.open(requestFor([wanted({ name: 'b' })]));
    await scene.approvals.cancel(other.id, 'user:alice');
    expect(await refusalOf(scene.approve(other.id))).toBe('already_answered');
    const late = await scene.open(requestFor([wanted({ name: 'c' })]));
    scene.now = late.expires - 1;
    expect((await scene.approvals.get(late.id))?.state).toBe('pending');
    scene.now = late.expires;
    expect([await refusalOf(scene.approve(late.id)), (await scene.store.approval(late.id))?.state]).toEqual(['expired', 'expired']);
  });
});

describe('two who must agree', () => {
  const REQUEST_TWO = requestFor([wanted({ count: 2, within: 300 })]);

  it('are two people, and it is granted with the second', async () => {
    const { id } = await scene.open(REQUEST_TWO);
    expect((await scene.approve(id)).state).toBe('pending');
    expect(await refusalOf(scene.approve(id))).toBe('already_answered');
    expect((await scene.facts()).map(({ by }) => by)).toEqual(['user:carol']);
    expect(await scene.approvals.use([id], 'd')).toBe('not_approved');
    scene.now += 1_000;
    // It ends with the first of its answers.
    expect(await scene.approve(id, 'user:dave')).toMatchObject({ state: 'approved', expires: START + 300_000 });
    const facts = await scene.facts();
    expect(facts.map(({ id: of, by }) => [of, by])).toEqual([
      [id, 'user:carol'],
      [id, 'user:dave'],
    ]);
    scene.now = START + 300_000;
    expect([await scene.facts(), await scene.approvals.use([id], 'd')]).toEqual([[], 'not_in_force']);
  });

  it('both count at the end: who may approve no longer has to be replaced', async () => {
    const { id } = await scene.open(REQUEST_TWO);
    await scene.approve(id);
    scene.groups = { ...GROUPS, carol: [] };
    expect((await scene.approve(id, 'user:dave')).state).toBe('pending');
    expect((await scene.approve(id, 'user:zoe', ['finance'])).state).toBe('approved');
    expect((await scene.facts()).map(({ by }) => by)).toEqual(['user:dave', 'user:zoe']);
  });

  it('do not agree where one denies, even one who approved before another did', async () => {
    const { id } = await scene.open(REQUEST_TWO);
    await scene.approve(id);
    expect((await scene.deny(id, 'user:dave')).state).toBe('denied');
    expect(await scene.facts()).toEqual([]);
    expect(await scene.approvals.use([id], 'd')).toBe('not_approved');
  });
});
