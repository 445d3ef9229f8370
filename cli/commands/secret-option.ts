// A secret that is made once goes to a file where one is named.

import { SecretFile } from '../host/secret-file.js';

/** `make`: the secret, null for none, and what is shown without it or, without a file, with it. @throws Failure */
export async function keepSecret<T>(file: string | undefined, make: () => Promise<{ readonly secret: string | null; readonly shown: T }>): Promise<T> {
  if (file === undefined) return (await make()).shown;
  const kept = new SecretFile(file);
  try {
    const { secret, shown } = await make();
    if (secret !== null) kept.write(secret);
    return shown;
  } finally {
    kept.close();
  }
}
