// Whom a server believes, as a file says it (docs/serving.md): issuers and trust domains, whose subjects are users, through whom people are asked.

import { closed } from '../agents/agent-schema.js';
import type { CibaSettings } from '../approvals/ciba.js';
import { checkForm, checkSettings, type TokenSettings } from './token-settings.js';
import { TOKEN_SETTINGS } from './token-settings-form.js';

export interface TokensFile extends Omit<TokenSettings, 'first' | 'clock'> {
  readonly userIssuers?: readonly string[];
  readonly ciba?: CibaSettings;
}

const TEXT = { type: 'string' } as const;
const AUTHENTICATION = closed({ method: { enum: ['client_secret_basic'] }, secret: TEXT }, ['method', 'secret']);
const TIME = { type: 'number', exclusiveMinimum: 0 } as const;
const CIBA = closed({ issuer: TEXT, clientId: TEXT, authentication: AUTHENTICATION, scope: TEXT, groupsClaim: TEXT, resource: TEXT, timeout: TIME }, [
  'issuer',
  'clientId',
  'authentication',
]);
const { issuers, trustDomains } = TOKEN_SETTINGS.properties;
const FILE = closed({ issuers, trustDomains, userIssuers: { type: 'array', items: TEXT }, ciba: CIBA }, ['issuers']);

/** @throws TokenSettingsError */
export function readTokensFile(value: unknown): TokensFile {
  const file = checkForm<TokensFile>(FILE, value);
  checkSettings({ issuers: file.issuers, trustDomains: file.trustDomains ?? [] });
  return file;
}
