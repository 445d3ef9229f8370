// The tools of MCP servers as `tools` blocks declare them: what a `tools/list` answer says, validated.

import type { Span } from '@polc/grammar';
import type { JsonObject } from '@polc/runtime';

export interface Tool {
  readonly name: string;
  /** JSON Schema of its arguments, sound, its root an object. */
  readonly inputSchema: JsonObject;
  /** The server says that it may destroy something (`annotations.destructiveHint`). */
  readonly destructive: boolean;
}

export interface ToolServer {
  /** The label of the block: `<server>` in `mcp/<server>/<tool>`. */
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly tools: ReadonlyMap<string, Tool>;
}
