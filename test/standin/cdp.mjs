/** The Chrome DevTools protocol over Node's own WebSocket. */
export class Cdp {
  #socket;
  #lastId = 0;
  #waiting = new Map();
  #listeners = [];

  static async open(address) {
    const connection = new Cdp();
    const socket = new WebSocket(address);
    connection.#socket = socket;
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("stand-in: no DevTools connection"));
    });
    socket.onmessage = ({ data }) => connection.#receive(JSON.parse(data));
    socket.onclose = () => connection.#fail();
    return connection;
  }

  send(method, params = {}, sessionId = undefined) {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** `listener(method, params, sessionId)` */
  onEvent(listener) {
    this.#listeners.push(listener);
  }

  #receive({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      for (const listener of this.#listeners) listener(method, params, sessionId);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.resolve(result);
  }

  #fail() {
    for (const { reject } of this.#waiting.values()) reject(new Error("stand-in: DevTools connection closed"));
    this.#waiting.clear();
  }
}
