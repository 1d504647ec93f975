import { Connection, type Place } from "./connection.ts";

/** Idle connections go before common servers close theirs, so that few requests meet a dead one. */
const idleMs = 15_000;
const lookEveryMs = 1_000;
/** As many of one place as the gateway has clients: with fewer, a busy gateway would connect anew for most of its calls. */
const mostIdle = 64;

interface Idle {
  connection: Connection;
  since: number;
}

/** Connections that have carried an answer and wait for another request. */
export interface ConnectionPool {
  /** The one that was used last, or a new one. */
  take(place: Place): Connection;
  /** The one that was used last. */
  idle(place: Place): Connection | undefined;
  /** A new one, to be kept when it has carried an answer. */
  open(place: Place): Connection;
}

export function createConnectionPool(): ConnectionPool {
  const places = new Map<string, Idle[]>();
  let looking: NodeJS.Timeout | undefined;

  function keep(key: string, connection: Connection): void {
    const idle = places.get(key) ?? [];
    places.set(key, idle);
    if (idle.length >= mostIdle) {
      connection.destroy();
      return;
    }
    // It keeps no command from ending.
    connection.socket.unref();
    idle.push({ connection, since: performance.now() });
    looking ??= setInterval(letGo, lookEveryMs).unref();
  }

  function letGo(): void {
    const oldest = performance.now() - idleMs;
    for (const [key, idle] of places) {
      const kept = idle.filter(({ connection, since }) => {
        if (since < oldest) connection.destroy();
        return !connection.socket.destroyed;
      });
      if (kept.length > 0) places.set(key, kept);
      else places.delete(key);
    }
    if (places.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  }

  function idle(place: Place): Connection | undefined {
    const idle = places.get(keyOf(place)) ?? [];
    for (let last = idle.pop(); last; last = idle.pop()) {
      const { connection } = last;
      if (connection.socket.destroyed) continue;
      connection.socket.ref();
      return connection;
    }
    return undefined;
  }

  const open = (place: Place) => new Connection(place, (used) => keep(keyOf(place), used));
  return { idle, open, take: (place) => idle(place) ?? open(place) };
}

function keyOf({ secure, host, port, via }: Place): string {
  return `${secure ? "https" : "http"}://${host}:${port}${via === undefined ? "" : ` via ${via}`}`;
}
