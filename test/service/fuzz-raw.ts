// Requests to a scene as bytes, and what must be true of each answer to one.

import { expect } from 'vitest';
import { faultOfAnswer } from './fuzz-answer.js';
import type { FuzzScene } from './fuzz-scene.js';
import { type Piece, type RawAnswer, sendRaw } from './raw-http.js';

export const JSON_TYPE = 'Content-Type: application/json\r\n';
export const length = (text: string | Uint8Array) => `Content-Length: ${Buffer.byteLength(text)}\r\n`;

/** Of whoever may everything. `head`: more headers, each with its line's end. */
export function rawRequests(sceneOf: () => FuzzScene) {
  const authorization = () => `Authorization: Bearer ${sceneOf().admin}\r\n`;
  return {
    post: (head: string, body = '', path = '/v1/agents', version = '1.1') =>
      `POST ${path} HTTP/${version}\r\nHost: polc\r\n${authorization()}${head}\r\n${body}`,
    get: (target: string, head = '') => `GET ${target} HTTP/1.1\r\nHost: polc\r\n${authorization()}${head}\r\n`,
    answerTo: async (pieces: readonly Piece[], url = '/'): Promise<RawAnswer> => {
      const [answer] = await sendRaw(sceneOf().running.server.port, pieces);
      if (answer === undefined) throw new Error('nothing was answered');
      expect(faultOfAnswer(answer, url)).toBe(null);
      return answer;
    },
  };
}
