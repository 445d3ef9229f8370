// People asked through their identity provider, on a device of theirs (OpenID CIBA Core 1.0, poll mode), and their answers brought to the approval. Whatever
// goes wrong on the way leaves it unanswered.

import type { JsonObject } from '@polc/runtime';
import type { StoredApproval } from '../stores/store.js';
import { bodyOf } from './approval-body.js';
import { ApprovalError, type ApprovalErrorCode } from './approval-error.js';
import { mustBePending, mustBeThere } from './approval-records.js';
import type { Approvals } from './approvals.js';
import { CibaError, type CibaErrorCode } from './ciba-error.js';
import { type Answered, CibaProvider, type ClientAuthentication } from './ciba-provider.js';
import { checkIdToken } from './id-token.js';
import { approverId } from './may-approve.js';

/** Whom the provider knows an approver as. */
export interface ProviderAccount {
  /** `login_hint`. */
  readonly hint: string;
  /** `sub`. */
  readonly subject: string;
}

export interface CibaSettings {
  /** As the provider spells it; https, except on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Has `openid`. */
  readonly scope?: string;
  /** By the approver's id; null: nobody is. When absent, hint and subject are the id. */
  readonly accountOf?: (user: string) => ProviderAccount | null;
  /** The ID token's claim that lists his groups; when absent, only those that he is registered in count. */
  readonly groupsClaim?: string;
  /** RFC 9396: what is sent with the request, in both of its parts. */
  readonly authorizationDetails?: (approval: StoredApproval) => readonly JsonObject[];
  /** RFC 8707: whose details these are; there are providers that want it beside them. */
  readonly resource?: string;
  /** Milliseconds that a call may take; 10,000. */
  readonly timeout?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

type Optional = 'groupsClaim' | 'resource';

export type CibaAnswer =
  | { readonly answer: 'approve' | 'deny'; readonly approval: StoredApproval }
  | { readonly fault: CibaErrorCode | ApprovalErrorCode; readonly message: string };

/** One request to one person, under way. */
interface Asking {
  readonly approval: StoredApproval;
  readonly by: string;
  readonly account: ProviderAccount;
  readonly provider: CibaProvider;
  readonly details: Readonly<Record<string, string>>;
  /** `auth_req_id`. */
  readonly request: string;
  /** Seconds between two calls. */
  readonly interval: number;
  /** When nobody waits any longer. */
  readonly until: number;
  readonly signal: AbortSignal;
}

/** Seconds: CIBA §7.3; and between calls that do not come through. */
const INTERVAL = 5;
const LONGEST_PAUSE = 60;

export class CibaChannel {
  readonly #approvals: Approvals;
  readonly #settings: Required<Omit<CibaSettings, Optional>> & Pick<CibaSettings, Optional>;

  constructor(approvals: Approvals, settings: CibaSettings) {
    this.#approvals = approvals;
    const accountOf = (user: string) => ({ hint: user, subject: user });
    this.#settings = { scope: 'openid', accountOf, authorizationDetails: () => [], timeout: 10_000, clock: Date.now, sleep, ...settings };
  }

  /**
   * Asks one of those who may answer, `user:ID`, and waits, as long as the approval does. What the provider's user answered is that person's answer to it
   * (`Approvals.answer`). @throws StoreError
   */
  async ask(approval: StoredApproval, by: string, signal: AbortSignal = new AbortController().signal): Promise<CibaAnswer> {
    try {
      const pending = await this.#mustWait(approval.id);
      return await this.#follow(await this.#begin(pending, by, signal));
    } catch (error) {
      if (error instanceof CibaError || error instanceof ApprovalError) return { fault: error.code, message: error.message };
      throw error;
    }
  }

  async #begin(approval: StoredApproval, by: string, signal: AbortSignal): Promise<Asking> {
    const { scope, accountOf, clock } = this.#settings;
    const id = approverId(by);
    const account = id === null ? null : accountOf(id);
    if (account === null) throw new CibaError('unknown_approver', `the provider has no account for ${by}`);
    const details = this.#detailsOf(approval);
    const common = { approval, by, account, details, signal };
    return this.#persist({ until: approval.expires, signal }, async () => {
      const provider = await CibaProvider.discover(this.#settings, signal);
      const left = Math.max(1, Math.floor((approval.expires - clock()) / 1000));
      const message = { binding_message: bodyOf(approval).code, requested_expiry: String(left) };
      const { ok, body } = await provider.authenticate({ scope, login_hint: account.hint, ...message, ...details });
      if (!ok) throw refused(body);
      const { auth_req_id: request, expires_in: lasts, interval = INTERVAL } = body;
      if (typeof request !== 'string' || request === '' || !isSeconds(lasts) || !isSeconds(interval)) {
        throw new CibaError('misconfigured', 'the provider answers a request with something else than one');
      }
      return { ...common, provider, request, interval, until: Math.min(approval.expires, clock() + lasts * 1000) };
    });
  }

  #detailsOf(approval: StoredApproval): Readonly<Record<string, string>> {
    const { authorizationDetails, resource } = this.#settings;
    const details = authorizationDetails(approval);
    return { ...(details.length === 0 ? {} : { authorization_details: JSON.stringify(details) }), ...(resource === undefined ? {} : { resource }) };
  }

  async #follow(asking: Asking): Promise<CibaAnswer> {
    const { approval, by, provider, request, details } = asking;
    let { interval } = asking;
    for (;;) {
      await this.#pause(interval, asking);
      const { ok, body } = await this.#persist({ ...asking, interval }, async () => {
        await this.#mustWait(approval.id);
        return provider.token({ auth_req_id: request, ...details });
      });
      if (ok) {
        const groups = await this.#vouchedGroups(asking, body.id_token);
        return { answer: 'approve', approval: await this.#approvals.answer(approval.id, by, groups, 'approve', null, 'ciba') };
      }
      switch (body.error) {
        case 'authorization_pending':
          break;
        case 'slow_down':
          // CIBA §11: for this call and all that follow.
          interval += INTERVAL;
          break;
        case 'access_denied':
          return { answer: 'deny', approval: await this.#approvals.answer(approval.id, by, [], 'deny', null, 'ciba') };
        case 'expired_token':
          throw new CibaError('expired', 'the provider waited, and nobody answered');
        default:
          throw refused(body);
      }
    }
  }

  async #vouchedGroups(asking: Asking, token: unknown): Promise<readonly string[]> {
    const { issuer, clientId, groupsClaim, clock } = this.#settings;
    const keys = await this.#persist(asking, () => asking.provider.keys());
    const expected = { keys, issuer, clientId, request: asking.request, subject: asking.account.subject, now: clock() };
    const claims = await checkIdToken(token, expected);
    const groups = groupsClaim === undefined ? [] : (claims[groupsClaim] ?? []);
    if (Array.isArray(groups) && groups.every((group) => typeof group === 'string')) return groups;
    throw new CibaError('bad_token', `the ID token's ${groupsClaim} is no list of texts`);
  }

  /** Somebody else may have answered, or taken it back. */
  async #mustWait(id: string): Promise<StoredApproval> {
    const approval = mustBeThere(await this.#approvals.get(id), id);
    mustBePending(approval);
    return approval;
  }

  /** Again, and more and more slowly, while the provider cannot be reached and there is time. */
  async #persist<T>({ interval = INTERVAL, ...asking }: Pick<Asking, 'until' | 'signal'> & Partial<Asking>, work: () => Promise<T>): Promise<T> {
    for (let pause = interval; ; pause = Math.max(interval, Math.min(pause * 2, LONGEST_PAUSE))) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof CibaError) || error.code !== 'unreachable') throw error;
        await this.#pause(pause, asking, error);
      }
    }
  }

  /** Throws `late` where there is no time for it. */
  async #pause(seconds: number, { until, signal }: Pick<Asking, 'until' | 'signal'>, late?: CibaError): Promise<void> {
    const { clock, sleep: wait } = this.#settings;
    if (clock() + seconds * 1000 >= until) throw late ?? new CibaError('expired', 'nobody answered in time');
    await wait(seconds * 1000, signal);
    if (signal.aborted) throw new CibaError('stopped', 'nobody waits any longer');
  }
}

function refused({ error, error_description: description }: Answered['body']): CibaError {
  const words = [error, description].filter((part) => typeof part === 'string').join(': ');
  return new CibaError('refused', `the provider refuses: ${words === '' ? 'without a word' : words}`);
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** Until then, or until whoever waits waits no longer. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
