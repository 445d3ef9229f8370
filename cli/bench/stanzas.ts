// The stanzas that decide: of what is allowed those of all layers, of what is denied those of the layer that denies.

import type { Decision } from '@polc/runtime';

export interface Place {
  readonly policy: string;
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** Each once, in the order of the layers. */
export function decidingStanzas({ allowed, layers, rules }: Decision): Place[] {
  const denying = allowed ? undefined : layers.find((layer) => !layer.allowed)?.layer;
  const places = new Map<string, Place>();
  for (const { layer, policy, path, file, line } of rules) {
    if (denying === undefined || layer === denying) places.set(JSON.stringify([policy, path, file, line]), { policy, path, file, line });
  }
  return [...places.values()];
}
