// The directives of polc's own templates (grammar/spec.md §5.4). Filling them in is the runtime's.

/** Begins as polc's directives do: with one of its words, alone or before a dot. */
export function isPolcDirective(directive: string): boolean {
  return /^(?:agent|user|self|session)(?:\.|$)/.test(directive);
}

/** One that can be filled in, given the right request. A key of metadata may hold dots, the name of an attribute does not. */
export function isKnownPolcDirective(directive: string): boolean {
  return /^(?:(?:agent|self|session)\.id|agent\.metadata\.[\s\S]+|user\.[^.]+)$/.test(directive);
}

/** KEY stands for what the author chooses. */
export const POLC_DIRECTIVES = ['agent.id', 'agent.metadata.KEY', 'user.id', 'user.KEY', 'self.id', 'session.id'] as const;
