// The bundle of a SPIFFE trust domain (SPIFFE Trust Domain and Bundle §4): keys of its JWT-SVIDs, and roots of its X509-SVIDs.

import type { JsonObject } from '@polc/runtime';
import type { JWK } from 'jose';
import type { KeySource, Reading } from './key-source.js';
import { type Certificate, readCertificate } from './read-certificate.js';
import { entriesOf } from './signing-keys.js';
import type { TrustDomainSettings } from './token-settings.js';

export interface Bundle {
  readonly keys: readonly JWK[];
  readonly roots: readonly Certificate[];
}

export interface TrustDomain {
  readonly settings: TrustDomainSettings;
  readonly bundle: KeySource<Bundle>;
}

/** What it cannot use it leaves out, as the standard wants; a bundle of nothing trusts nobody. */
export function readBundle(document: JsonObject): Reading<Bundle> | null {
  const entries = entriesOf(document);
  if (entries === null) return null;
  const keys: JWK[] = [];
  const roots: Certificate[] = [];
  for (const { use, ...entry } of entries) {
    // Without its use it is a key for signatures (RFC 7517 §4.2), which has no word for these.
    if (use === 'jwt-svid' && typeof entry.kid === 'string') keys.push(entry as JWK);
    const root = use === 'x509-svid' ? rootIn(entry) : null;
    if (root !== null) roots.push(root);
  }
  const { spiffe_refresh_hint: hint } = document;
  return { value: { keys, roots }, maxAge: typeof hint === 'number' && hint > 0 ? hint : null };
}

/** X509-SVID §6.2: the first of `x5c`. */
function rootIn({ x5c }: JsonObject): Certificate | null {
  const [text] = Array.isArray(x5c) ? x5c : [];
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? readCertificate(bytes) : null;
}
