// What an agent, or a caller, is known by beside its id, and the names that this gives it: no other record of its kind has them.

import { spiffeFault } from '@polc/runtime';
import type { UniqueName } from '../stores/store.js';
import { RegistryError } from './registry-error.js';

/** `IDENTITY` of the schema. */
export interface Identity {
  readonly spiffe?: string;
  /** Of a certificate, hexadecimal. */
  readonly x509_sha256?: string;
  readonly jwt?: { readonly issuer: string; readonly subject: string };
}

export const spiffeName = (id: string): UniqueName => ({ name: 'spiffe', value: id });
export const certificateName = (sha256: string): UniqueName => ({ name: 'x509_sha256', value: sha256 });
export const subjectName = (issuer: string, subject: string): UniqueName => ({ name: 'jwt_subject', value: JSON.stringify([issuer, subject]) });

export function identityNames({ spiffe, x509_sha256, jwt }: Identity): readonly UniqueName[] {
  return [
    ...(spiffe === undefined ? [] : [spiffeName(spiffe)]),
    ...(x509_sha256 === undefined ? [] : [certificateName(x509_sha256)]),
    ...(jwt === undefined ? [] : [subjectName(jwt.issuer, jwt.subject)]),
  ];
}

/** What the schema cannot say of it. `member`: where it stands. @throws RegistryError invalid */
export function checkIdentity({ spiffe }: Identity, member: string): void {
  const fault = spiffe === undefined ? null : spiffeFault(spiffe);
  if (fault !== null) throw new RegistryError('invalid', `${JSON.stringify(spiffe)} is not a SPIFFE id: ${fault}`, member);
}
