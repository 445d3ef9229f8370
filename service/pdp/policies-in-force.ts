// The policies that decide: a bundle, and whether one that comes later may take its place. With keys to trust, one must be signed, and must not be older
// than any that a node of the same store has had in force.

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Engine, loadBundle, RuntimeError, readSerial, serialMessage } from '@polc/runtime';
import { ServiceError } from '../service-error.js';
import type { Store } from '../stores/store.js';

export interface TrustOptions {
  /** Ed25519 public keys; a bundle signed by any of them is taken. Several, while one takes over from another. Empty: bundles need no signature. */
  readonly trust?: readonly KeyObject[];
  readonly clock?: () => number;
}

export type Replaced = 'same' | 'replaced';

interface Signed {
  serial: number | null;
}

export interface Loaded {
  readonly engine: Engine;
  /** null where bundles need no signature. */
  readonly serial: number | null;
}

const nobody = async () => undefined;

export class PoliciesInForce {
  readonly #store: Store;
  readonly #trust: readonly KeyObject[];
  readonly #clock: () => number;
  #engine: Engine;
  #serial: number | null;

  private constructor(store: Store, { trust = [], clock = Date.now }: TrustOptions, loaded: Loaded) {
    this.#store = store;
    this.#trust = trust;
    this.#clock = clock;
    this.#engine = loaded.engine;
    this.#serial = loaded.serial;
  }

  /** @throws ServiceError bad_policies, rolled_back; StoreError */
  static async load(store: Store, bundle: Uint8Array, options: TrustOptions = {}): Promise<PoliciesInForce> {
    const loaded = load(bundle, options.trust ?? [], options.clock ?? Date.now, null);
    await remember(store, loaded, nobody);
    return new PoliciesInForce(store, options, loaded);
  }

  /** On the policies alone, without facts of the store. */
  get engine(): Engine {
    return this.#engine;
  }

  /** null where bundles need no signature. */
  get serial(): number | null {
    return this.#serial;
  }

  /**
   * What is refused changes nothing. `witness` is told of other policies before they are in force, and before any node knows of them; where it throws they
   * are not taken. @throws ServiceError bad_policies, rolled_back; StoreError; whatever `witness` throws
   */
  async replace(bundle: Uint8Array, witness: (loaded: Loaded) => Promise<void> = nobody): Promise<Replaced> {
    const loaded = load(bundle, this.#trust, this.#clock, this.#engine);
    const same = loaded.engine.revision === this.#engine.revision;
    await remember(this.#store, loaded, same ? nobody : witness);
    // Others may have come, and have been remembered, meanwhile.
    if (loaded.serial !== null && this.#serial !== null && loaded.serial < this.#serial) throw rolledBack(loaded.serial, this.#serial);
    if (!same) this.#engine = loaded.engine;
    this.#serial = loaded.serial;
    return same ? 'same' : 'replaced';
  }
}

function load(bundle: Uint8Array, trust: readonly KeyObject[], clock: () => number, previous: Engine | null): Loaded {
  const signed: Signed = { serial: null };
  const options = { clock, ...(previous === null ? {} : { previous }), ...(trust.length === 0 ? {} : { verify: verifierOf(trust, signed) }) };
  try {
    return { engine: loadBundle(bundle, options), serial: signed.serial };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new ServiceError('bad_policies', error.message, null, error);
  }
}

function verifierOf(trust: readonly KeyObject[], signed: Signed) {
  const keys = trust.map((key) => (key.type === 'private' ? createPublicKey(key) : key));
  return (digest: Uint8Array, bytes: Uint8Array): boolean => {
    const read = readSerial(bytes);
    // WHY not one without a serial number: an older one of that kind could always be played again.
    if (read === null || !keys.some((key) => verify(null, serialMessage(digest, read.serial), key, read.signature))) return false;
    signed.serial = read.serial;
    return true;
  };
}

const RECORD = { kind: 'policies', id: 'in-force' } as const;

function rolledBack(serial: number, highest: number): ServiceError {
  return new ServiceError('rolled_back', `the bundle has the serial number ${serial}, and ${highest} was in force`);
}

/** WHY in the store: a node that starts again, or for the first time, must not take what the others have left behind. */
async function remember(store: Store, loaded: Loaded, witness: (loaded: Loaded) => Promise<void>): Promise<void> {
  const { engine, serial } = loaded;
  const { kind, id } = RECORD;
  const isKnown = (body: object | undefined) =>
    body !== undefined && 'serial' in body && body.serial === serial && 'revision' in body && body.revision === engine.revision;
  if (serial === null || isKnown((await store.get(kind, id))?.body)) return witness(loaded);
  await store.change(async (records) => {
    const before = await records.get(kind, id);
    const highest = before === null ? -1 : (before.body.serial as number);
    const again = isKnown(before?.body);
    if (serial < highest) throw rolledBack(serial, highest);
    if (serial === highest && !again) throw new ServiceError('rolled_back', `another bundle of the serial number ${serial} was in force`);
    if (!again) await records.put({ kind, id, body: { serial, revision: engine.revision } });
    await witness(loaded);
  });
}
