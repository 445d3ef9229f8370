// Authorities and workloads with certificates, as right or as wrong as a test wants them.

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { START } from './token-kit.js';

x509.cryptoProvider.set(webcrypto as never);

const HOUR = 3_600_000;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
export const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags;
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export type Algorithm = Readonly<Record<string, unknown>> & { readonly name: string };

export interface CertificateOptions {
  readonly subject?: string;
  readonly uris?: readonly string[];
  /** Other alternative names. */
  readonly names?: x509.JsonGeneralNames;
  readonly namesCritical?: boolean;
  /** null: no such extension. */
  readonly constraints?: { readonly ca: boolean; readonly length?: number } | null;
  readonly usages?: number | null;
  readonly usagesCritical?: boolean;
  readonly purposes?: readonly string[];
  /** Milliseconds before and behind the tests' time. */
  readonly since?: number;
  readonly until?: number;
  readonly more?: readonly x509.Extension[];
  readonly algorithm?: Algorithm;
  readonly keys?: webcrypto.CryptoKeyPair;
  /** Of the issuer, where it is not the key's own. */
  readonly hash?: string;
}

export interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly algorithm: Algorithm;
  readonly der: Uint8Array;
}

let serial = 1;

/** `by`: null for one that signs itself. */
export async function certify(by: Authority | null, options: CertificateOptions): Promise<Authority> {
  const { subject = 'CN=x', uris = [], names = [], namesCritical = false, constraints = null, usages = null, usagesCritical = true } = options;
  const { purposes, since = HOUR, until = HOUR, more = [], algorithm = ECDSA } = options;
  const keys = options.keys ?? ((await webcrypto.subtle.generateKey(algorithm as never, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair);
  const alternative = [...uris.map((value) => ({ type: 'url' as const, value })), ...names];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(2, '0'),
    ...{ subject, issuer: by === null ? subject : by.certificate.subject },
    ...{ notBefore: new Date(START - since), notAfter: new Date(START + until) },
    signingKey: by === null ? keys.privateKey : by.keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: { ...(by?.algorithm ?? algorithm), ...(options.hash === undefined ? {} : { hash: options.hash }) } as never,
    extensions: [
      ...(constraints === null ? [] : [new x509.BasicConstraintsExtension(constraints.ca, constraints.length, true)]),
      ...(usages === null ? [] : [new x509.KeyUsagesExtension(usages, usagesCritical)]),
      ...(alternative.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(alternative, namesCritical)]),
      ...(purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...purposes])]),
      ...more,
    ],
  });
  return { certificate, keys, algorithm, der: new Uint8Array(certificate.rawData) };
}

const AUTHORITY = { constraints: { ca: true }, usages: keyCertSign | cRLSign } as const;

export const makeRoot = (options: CertificateOptions = {}) => certify(null, { subject: 'CN=root', uris: ['spiffe://example.org'], ...AUTHORITY, ...options });

export const makeIntermediate = (by: Authority, options: CertificateOptions = {}) => certify(by, { subject: 'CN=intermediate', ...AUTHORITY, ...options });

export const makeLeaf = (by: Authority | null, options: CertificateOptions = {}) =>
  certify(by, {
    ...{ subject: 'CN=worker', uris: ['spiffe://example.org/worker'], constraints: { ca: false }, usages: digitalSignature },
    ...{ purposes: [SERVER_AUTH, CLIENT_AUTH], ...options },
  });

/** Entries of a SPIFFE bundle. */
export const rootEntry = ({ der }: Pick<Authority, 'der'>) => ({ kty: 'EC', use: 'x509-svid', x5c: [Buffer.from(der).toString('base64')] });

/** An extension with any bytes. */
export const extension = (id: string, critical: boolean, hex: string) => new x509.Extension(id, critical, Buffer.from(hex, 'hex'));
