// SPIFFE ids (SPIFFE-ID §2): a trust domain and a path.

/** What is wrong with a text as the id of a workload; null when nothing is. A trust domain alone names nobody. */
export function spiffeFault(text: string): string | null {
  if (!text.startsWith('spiffe://')) return 'it begins with spiffe://';
  if (text.length > 2048) return 'it has at most 2,048 characters';
  const [domain = '', ...path] = text.slice('spiffe://'.length).split('/');
  if (!/^[a-z0-9._-]{1,255}$/.test(domain)) return 'its trust domain is made of small letters, digits, ".", "-" and "_"';
  if (path.length === 0) return 'it has a path';
  const sound = path.every((segment) => /^[a-zA-Z0-9._-]+$/.test(segment) && segment !== '.' && segment !== '..');
  return sound ? null : 'segments of its path are made of letters, digits, ".", "-" and "_", and none is empty, "." or ".."';
}
