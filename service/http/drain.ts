// How the server lets go of its connections once it ends: those on which something is under way have their time, the others go at once.

import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds between two looks for connections that nobody needs any more. */
const INTERVAL = 50;

export class Connections {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    for (const event of ['connection', 'secureConnection']) {
      server.on(event, (socket: Socket) => {
        this.#open.add(socket);
        socket.once('close', () => this.#open.delete(socket));
      });
    }
  }

  /** `close`: ends when nothing is under way any more. `grace`: seconds until it is ended. */
  async drain(close: () => Promise<void>, grace: number): Promise<void> {
    const late = setTimeout(() => this.#server.closeAllConnections(), grace * 1000);
    const looking = setInterval(() => this.#closeUnneeded(), INTERVAL);
    try {
      await close();
    } finally {
      clearTimeout(late);
      clearInterval(looking);
    }
  }

  /** WHY again and again: one that was busy when the end began would be kept for another request, which is never answered. */
  #closeUnneeded(): void {
    this.#server.closeIdleConnections();
    // Those that have sent nothing yet are not idle to the server.
    for (const socket of this.#open) if (socket.bytesRead === 0) socket.destroy();
  }
}
