// Certificates and their keys from PEM files, for the server and for whoever asks it. What TLS would pass over, or trip over later, is said here.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Failure } from '../failure.js';
import { nameOfInput, readInput } from './read-input.js';

/** Certificates, as text. WHY read here: what is none TLS passes over, and then trusts nobody. @throws Failure */
export async function readAuthorities(file: string): Promise<string> {
  const text = await readText(file);
  certificatesOf(text, file);
  return text;
}

/** Of one side of a connection. PEM. */
export interface Identity {
  /** With those above it, the owner's first. */
  readonly cert: string;
  readonly key: string;
}

/** @throws Failure */
export async function readIdentity(certFile: string, keyFile: string): Promise<Identity> {
  const cert = await readText(certFile);
  const [own] = certificatesOf(cert, certFile) as [X509Certificate];
  const key = await readText(keyFile);
  if (!own.checkPrivateKey(privateKeyOf(key, keyFile))) {
    throw new Failure('usage', `${nameOfInput(keyFile)}: this is not the key of the certificate in ${nameOfInput(certFile)}`);
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const { reason } = error as { readonly reason?: string };
    throw new Failure('usage', `${nameOfInput(certFile)}: TLS takes no such certificate${reason === undefined ? '' : `: ${reason}`}`, error);
  }
  return { cert, key };
}

/** One at least. @throws Failure */
function certificatesOf(text: string, file: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Said below.
  }
  throw new Failure('usage', `${nameOfInput(file)}: no certificates in PEM`);
}

function privateKeyOf(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw new Failure('usage', `${nameOfInput(file)}: not a private key in PEM that can be read without a passphrase`, error);
  }
}

async function readText(file: string): Promise<string> {
  return Buffer.from(await readInput(file)).toString('utf8');
}
