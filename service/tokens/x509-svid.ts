// X509-SVIDs (SPIFFE X509-SVID): the workload of a trust domain, by a certificate with a path to a root of the domain's bundle (RFC 5280 §6).

import { thumbprintOf } from './bound-key.js';
import { domainOf, NOTHING_MORE } from './jwt-svid.js';
import type { Presented } from './presented.js';
import { type Certificate, readCertificate } from './read-certificate.js';
import { TokenError } from './token-error.js';
import type { TrustDomain } from './trust-domain.js';

/** Certificates of a path below its root. */
const MAX_PATH = 8;
/** Signatures that are checked for one path: authorities that sign each other could ask for any number. */
const MAX_CHECKS = 32;
/** id-kp-serverAuth and id-kp-clientAuth, in hex. */
const PURPOSES = ['2b06010505070301', '2b06010505070302'];

/**
 * `chain`: DER, the leaf first, as the peer sent it in TLS, where it proved that it holds the leaf's key.
 * @throws TokenError
 */
export async function verifyX509Svid(chain: readonly Uint8Array[], domains: readonly TrustDomain[], now: number): Promise<Presented> {
  if (chain.length === 0 || chain.length > MAX_PATH) throw new TokenError('malformed', `there are not from 1 to ${MAX_PATH} certificates`);
  const [leaf, ...others] = chain.map((der) => {
    const certificate = readCertificate(der);
    if (certificate === null) throw new TokenError('malformed', 'it is no certificate, or not one that counts here');
    return certificate;
  }) as [Certificate, ...Certificate[]];
  const id = checkLeaf(leaf);
  const { domain, issuer } = domainOf(id, domains);
  let end = endOfPath(leaf, others, (await domain.bundle.get()).roots, now);
  if (end === null) {
    const newer = await domain.bundle.newer();
    end = newer === null ? null : endOfPath(leaf, others, newer.roots, now);
  }
  if (end === null) throw new TokenError('bad_signature', 'no path leads from it to a root of its trust domain');
  // After the path: of a certificate that anybody can make nothing is told but that.
  if (now < leaf.notBefore) throw new TokenError('not_yet', 'it is not yet');
  if (now > leaf.notAfter) throw new TokenError('expired', 'it has ended');
  const confirmation = { 'x5t#S256': thumbprintOf(chain[0] as Uint8Array) };
  return { ...NOTHING_MORE, kind: 'x509-svid', issuer, subject: id, jti: null, expires: Math.min(end, leaf.notAfter), confirmation };
}

/** X509-SVID §2, §4, §5.2. Answers with its SPIFFE id. @throws TokenError bad_claims */
function checkLeaf({ uris, isAuthority, keyUsage, purposes }: Certificate): string {
  const [id, ...more] = uris;
  if (id === undefined || more.length > 0) throw new TokenError('bad_claims', 'it has not exactly one URI as its name');
  if (isAuthority) throw new TokenError('bad_claims', 'it is an authority, and no workload');
  if (keyUsage === null || !keyUsage.critical || !keyUsage.digitalSignature) throw new TokenError('bad_claims', 'its key is not for signatures');
  if (keyUsage.keyCertSign || keyUsage.crlSign) throw new TokenError('bad_claims', 'its key signs certificates or lists of revoked ones');
  if (purposes !== null && !PURPOSES.every((purpose) => purposes.includes(purpose))) throw new TokenError('bad_claims', 'it is for other purposes');
  return id;
}

/** The first instant at which an authority of the path ends, in milliseconds; null: there is no path. */
function endOfPath(leaf: Certificate, others: readonly Certificate[], roots: readonly Certificate[], now: number): number | null {
  let checks = 0;
  const signed = (issuer: Certificate, subject: Certificate) =>
    subject.x509.checkIssued(issuer.x509) && ++checks <= MAX_CHECKS && subject.x509.verify(issuer.x509.publicKey);
  /** `below`: authorities between `from` and the leaf, with it. */
  const walk = (from: Certificate, rest: readonly Certificate[], below: number): number | null => {
    const mayIssue = (issuer: Certificate) => isAuthorityNow(issuer, below, now) && signed(issuer, from);
    const root = roots.find(mayIssue);
    if (root !== undefined) return root.notAfter;
    for (const issuer of rest) {
      if (!mayIssue(issuer)) continue;
      const end = walk(
        issuer,
        rest.filter((other) => other !== issuer),
        below + 1,
      );
      if (end !== null) return Math.min(end, issuer.notAfter);
    }
    return null;
  };
  return walk(leaf, others, 0);
}

/** X509-SVID §3.2; RFC 5280 §6.1.4. `below`: the authorities that come after it. */
function isAuthorityNow({ isAuthority, keyUsage, pathLength, uris, notBefore, notAfter }: Certificate, below: number, now: number): boolean {
  const named = uris.filter((uri) => uri.startsWith('spiffe://'));
  return (
    isAuthority &&
    keyUsage?.keyCertSign === true &&
    (pathLength === null || pathLength >= below) &&
    // The id of an authority is its trust domain's, and of nobody there.
    named.every((uri) => /^spiffe:\/\/[^/]*\/?$/.test(uri)) &&
    now >= notBefore &&
    now <= notAfter
  );
}
