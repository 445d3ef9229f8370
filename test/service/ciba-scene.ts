// What tests of CIBA share: a real provider, approvals in a store, and a clock that waits for nobody.

import { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Store, type StoredApproval } from '@polc/service';
import { exportJWK, generateKeyPair } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { Approvals } from '../../service/approvals/approvals.js';
import { type CibaAnswer, CibaChannel, type CibaSettings } from '../../service/approvals/ciba.js';
import { requestFor, wanted } from './approval-request.js';
import { type IdentityProvider, SECRET_CLIENT, startIdentityProvider } from './identity-provider.js';

/** `login_hint` to `sub`, and the groups of each: of those that they are registered in here, only Carol's are known. */
const PEOPLE = {
  groups: { carol: ['finance'], 'sub-erin': ['finance', 'audit'], mallory: ['finance'] },
  hints: { carol: 'carol', 'erin@corp.example': 'sub-erin', mallory: 'mallory' },
};

export class CibaScene {
  readonly clock = () => Date.now() + this.#skipped;
  /** Seconds. */
  slept: number[] = [];
  /** What happens while the channel sleeps, time by time. */
  meanwhile: (() => unknown)[] = [];
  idp = undefined as unknown as IdentityProvider;
  approvals = undefined as unknown as Approvals;
  /** Of the client that signs. */
  key = undefined as unknown as KeyObject;
  #skipped = 0;
  #store = undefined as unknown as Store;
  #count = 0;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'polc-ciba-'));
    beforeAll(async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      this.key = KeyObject.from(privateKey);
      this.idp = await startIdentityProvider(PEOPLE, { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' });
      this.#store = await openSqlite(join(folder, 'store.db'));
      await this.#store.migrate();
      this.approvals = new Approvals(this.#store, { clock: this.clock, groupsOf: (user) => (user === 'carol' ? ['finance'] : []) });
    });
    beforeEach(() => {
      this.slept = [];
      this.meanwhile = [];
      this.#skipped = 0;
      this.idp.asked.length = 0;
      this.idp.calls.length = 0;
      this.idp.between = null;
    });
    afterAll(async () => {
      await this.idp.stop();
      await this.#store.close();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  settings(more: Partial<CibaSettings> = {}): CibaSettings {
    const sleep = async (milliseconds: number) => {
      this.slept.push(milliseconds / 1000);
      this.skip(milliseconds);
      await this.meanwhile.shift()?.();
    };
    const authentication = { method: 'client_secret_basic', secret: SECRET_CLIENT.secret } as const;
    return { issuer: this.idp.issuer, clientId: SECRET_CLIENT.id, authentication, clock: this.clock, sleep, timeout: 2_000, ...more };
  }

  ask(approval: StoredApproval, by = 'user:carol', more: Partial<CibaSettings> = {}, signal?: AbortSignal): Promise<CibaAnswer> {
    return new CibaChannel(this.approvals, this.settings(more)).ask(approval, by, signal);
  }

  /** The word for how it ended. */
  async ends(...asked: Parameters<CibaScene['ask']>): Promise<string> {
    const answer = await this.ask(...asked);
    return 'fault' in answer ? answer.fault : answer.answer;
  }

  /** For an action of its own. */
  async open(more: Parameters<typeof wanted>[0] = {}): Promise<StoredApproval> {
    return (await this.approvals.open(requestFor([wanted(more)], { action: `sha256:${this.#count++}` })))[0] as StoredApproval;
  }

  async stateOf({ id }: StoredApproval): Promise<string | undefined> {
    return (await this.approvals.get(id))?.state;
  }

  skip(milliseconds: number): void {
    this.#skipped += milliseconds;
  }

  /** Whoever was asked last answers. */
  readonly approves = () => this.idp.asked.at(-1)?.approve();
  readonly denies = () => this.idp.asked.at(-1)?.deny();

  /** Changes what the provider answers at a path where all is well. */
  alter(path: string, change: (body: Record<string, unknown>, context: KoaContextWithOIDC) => unknown): void {
    const { between } = this.idp;
    this.idp.between = async (context, next) => {
      await (between === null ? next() : between(context, next));
      if (context.path === path && context.status === 200) await change(context.body as Record<string, unknown>, context);
    };
  }

  get tokenCalls(): number {
    return this.idp.calls.filter((call) => call === 'POST /token').length;
  }
}
