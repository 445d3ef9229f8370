// A certificate (RFC 5280 §4) with what paths and SVIDs hang on. What OpenSSL says of extensions is text for people, so they are read from the bytes.

import { X509Certificate } from 'node:crypto';
import { bitsOf, booleanOf, type Der, DerError, plain, readAll, readDer, smallIntegerOf, TAG, timeOf, within } from './der.js';

export interface Certificate {
  readonly x509: X509Certificate;
  /** Milliseconds since the epoch; both belong to it. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isAuthority: boolean;
  /** How many authorities may follow it; null: any number. */
  readonly pathLength: number | null;
  /** null: it has no such extension. */
  readonly keyUsage: KeyUsage | null;
  /** Object identifiers in hex; null: any. */
  readonly purposes: readonly string[] | null;
  /** Of its alternative names those that are URIs. */
  readonly uris: readonly string[];
}

export interface KeyUsage {
  readonly critical: boolean;
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
  readonly crlSign: boolean;
}

interface Extension {
  readonly critical: boolean;
  readonly value: Buffer;
}

const MAX_CERTIFICATE = 16 * 1024;
/** 2.5.29.…, in hex. */
const ID = { keyUsage: '551d0f', alternativeNames: '551d11', basicConstraints: '551d13', nameConstraints: '551d1e', purposes: '551d25' } as const;
const READ: readonly string[] = [ID.keyUsage, ID.alternativeNames, ID.basicConstraints, ID.purposes];
/** RSA (PKCS #1) and ECDSA with SHA-256, -384, -512; Ed25519. In hex. */
const SIGNATURES = ['2a864886f70d01010b', '2a864886f70d01010c', '2a864886f70d01010d', '2a8648ce3d040302', '2a8648ce3d040303', '2a8648ce3d040304', '2b6570'];
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * null for what is none of version 3, is signed in a way or holds a key that is too weak, or has an extension that limits it and that nobody here knows
 * (RFC 5280 §4.2): name constraints are such a one.
 */
export function readCertificate(der: Uint8Array): Certificate | null {
  if (der.length > MAX_CERTIFICATE) return null;
  try {
    const bytes = Buffer.from(der);
    const { signedIn, notBefore, notAfter, subject, extensions } = partsOf(bytes);
    if (!SIGNATURES.includes(signedIn) || extensions.has(ID.nameConstraints)) return null;
    if ([...extensions].some(([id, { critical }]) => critical && !READ.includes(id))) return null;
    const names = extensions.get(ID.alternativeNames);
    // RFC 5280 §4.2.1.6: where there is no subject, these alone say whose it is.
    if (subject.content.length === 0 && !names?.critical) return null;
    const x509 = new X509Certificate(bytes);
    if (!isStrong(x509)) return null;
    const purposes = extensions.get(ID.purposes);
    return {
      ...{ x509, notBefore: timeOf(notBefore), notAfter: timeOf(notAfter) },
      ...constraintsIn(extensions.get(ID.basicConstraints)),
      keyUsage: keyUsageIn(extensions.get(ID.keyUsage)),
      purposes: purposes === undefined ? null : readAll(readDer(purposes.value, TAG.sequence).content).map(({ content }) => content.toString('hex')),
      uris: names === undefined ? [] : urisIn(names.value),
    };
  } catch {
    // DerError, or what OpenSSL throws: it is none.
    return null;
  }
}

function partsOf(bytes: Buffer) {
  const [signed, algorithm, signature, ...more] = readAll(readDer(bytes, TAG.sequence).content);
  if (signed?.tag !== TAG.sequence || algorithm === undefined || signature === undefined || more.length > 0) throw new DerError('it is no certificate');
  const [version, , , , validity, subject, , ...rest] = readAll(signed.content);
  const [notBefore, notAfter] = validity === undefined ? [] : readAll(validity.content);
  if (version?.tag !== within(0) || smallIntegerOf(readDer(version.content, TAG.integer)) !== 2) throw new DerError('it is not of version 3');
  if (subject?.tag !== TAG.sequence || notBefore === undefined || notAfter === undefined) throw new DerError('it is no certificate');
  const extensions = rest.find(({ tag }) => tag === within(3));
  const [id] = readAll(algorithm.content);
  const signedIn = id?.tag === TAG.oid ? id.content.toString('hex') : '';
  return { signedIn, notBefore, notAfter, subject, extensions: extensions === undefined ? new Map<string, Extension>() : extensionsIn(extensions) };
}

/** RFC 5280 §4.2: none of them twice. */
function extensionsIn({ content }: Der): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const { content: parts } of readAll(readDer(content, TAG.sequence).content)) {
    const [id, ...rest] = readAll(parts);
    const critical = rest.length === 2 && booleanOf(rest[0] as Der);
    const value = rest.at(-1);
    const name = id?.tag === TAG.oid ? id.content.toString('hex') : '';
    if (name === '' || extensions.has(name) || value?.tag !== TAG.bytes || rest.length > 2) throw new DerError('an extension is none, or is there twice');
    extensions.set(name, { critical, value: value.content });
  }
  return extensions;
}

/** RFC 5280 §4.2.1.9. */
function constraintsIn(extension: Extension | undefined): Pick<Certificate, 'isAuthority' | 'pathLength'> {
  if (extension === undefined) return { isAuthority: false, pathLength: null };
  const [first, second, ...more] = readAll(readDer(extension.value, TAG.sequence).content);
  const isAuthority = first?.tag === TAG.boolean && booleanOf(first);
  const length = first?.tag === TAG.boolean ? second : first;
  if (more.length > 0 || (length === first && second !== undefined) || (length !== undefined && !isAuthority)) throw new DerError('its constraints are none');
  return { isAuthority, pathLength: length === undefined ? null : smallIntegerOf(length) };
}

/** RFC 5280 §4.2.1.3. */
function keyUsageIn(extension: Extension | undefined): KeyUsage | null {
  if (extension === undefined) return null;
  const bits = bitsOf(readDer(extension.value, TAG.bits));
  return { critical: extension.critical, digitalSignature: bits[0] === true, keyCertSign: bits[5] === true, crlSign: bits[6] === true };
}

const URI = plain(6);

/** RFC 5280 §4.2.1.6. Byte by byte, so that none becomes another: more than seven bits are in no SPIFFE id. */
function urisIn(value: Buffer): readonly string[] {
  const names = readAll(readDer(value, TAG.sequence).content).filter(({ tag }) => tag === URI);
  return names.map(({ content }) => content.toString('latin1'));
}

function isStrong({ publicKey: { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } }: X509Certificate): boolean {
  if (type === 'rsa') return (details.modulusLength ?? 0) >= 2048;
  return type === 'ed25519' || (type === 'ec' && CURVES.includes(details.namedCurve ?? ''));
}
