// Sources injected into the page. The main world receives the bridge; the isolated one runs the app's preload.

/**
 * One end of contextBridge. Both worlds share the DOM, and dispatching a CustomEvent is synchronous, so that proxied
 * functions may return plain values at once. Functions and promises travel as ids.
 */
function bridgeEnd(side, channel) {
  const other = side === "main" ? "isolated" : "main";
  const functions = new Map();
  const proxies = new Map();
  let lastId = 0;
  let result;

  const keep = (fn) => {
    lastId += 1;
    const id = `${side}${lastId}`;
    functions.set(id, fn);
    return id;
  };

  const wrap = (value, depth = 0) => {
    if (depth > 1000) throw new Error("contextBridge recursion depth");
    if (typeof value === "function") return { $function: keep(value) };
    if (typeof value === "symbol") throw new Error("An object could not be cloned.");
    if (value === null || typeof value !== "object") return { $value: value };
    if (typeof value.then === "function") return { $promise: keep((ok, fail) => void value.then(ok, fail)) };
    if (Array.isArray(value)) return { $array: value.map((item) => wrap(item, depth + 1)) };
    if (value instanceof Error) return { $error: [value.name, value.message] };
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return { $clone: structuredClone(value) };
    return { $object: Object.entries(value).map(([key, item]) => [key, wrap(item, depth + 1)]) };
  };

  const proxyOf = (id) => {
    let proxy = proxies.get(id);
    if (!proxy) {
      proxy = (...values) => invoke(id, values);
      proxies.set(id, proxy);
    }
    return proxy;
  };

  const unwrap = (wrapped) => {
    if ("$function" in wrapped) return proxyOf(wrapped.$function);
    if ("$promise" in wrapped) return new Promise((ok, fail) => invoke(wrapped.$promise, [ok, fail]));
    if ("$array" in wrapped) return wrapped.$array.map(unwrap);
    if ("$error" in wrapped) return Object.assign(new Error(wrapped.$error[1]), { name: wrapped.$error[0] });
    if ("$object" in wrapped) {
      return Object.freeze(Object.fromEntries(wrapped.$object.map(([key, item]) => [key, unwrap(item)])));
    }
    return "$clone" in wrapped ? wrapped.$clone : wrapped.$value;
  };

  const invoke = (id, values) => {
    result = undefined;
    const detail = { id, values: values.map((value) => wrap(value)) };
    document.dispatchEvent(new CustomEvent(`${channel}:${other}`, { detail }));
    const answer = result;
    result = undefined;
    if (!answer) throw new Error("stand-in: the bridge did not answer");
    if (answer.thrown) throw unwrap(answer.thrown);
    return unwrap(answer.value);
  };

  document.addEventListener(`${channel}:${side}`, ({ detail }) => {
    let answer;
    try {
      answer = { value: wrap(functions.get(detail.id)(...detail.values.map(unwrap))) };
    } catch (error) {
      answer = { thrown: wrap(error) };
    }
    document.dispatchEvent(new CustomEvent(`${channel}:${other}:result`, { detail: answer }));
  });
  document.addEventListener(`${channel}:${side}:result`, ({ detail }) => {
    result = detail;
  });
  return { functions, invoke };
}

/** Runs in the main world before the page's own scripts. */
function receiveBridge(bridge) {
  bridge.functions.set("expose", (key, api) => {
    if (key in window) throw new Error("Cannot bind an API on top of an existing property on the window object");
    Object.defineProperty(window, key, { value: api, enumerable: true, configurable: false, writable: false });
  });
}

/** What `require("electron")` gives a sandboxed preload, over the binding `__standinIpc`. */
function rendererElectron(bridge, codec) {
  const listeners = new Map();
  const pending = new Map();
  let lastId = 0;

  const post = (kind, channel, values, id) =>
    globalThis.__standinIpc(JSON.stringify({ kind, channel, id, values: codec.encode(values) }));

  globalThis.__standinReceive = ({ kind, id, channel, values, error }) => {
    const decoded = codec.decode(values);
    if (kind === "send") {
      for (const listener of [...(listeners.get(channel) ?? [])])
        listener({ sender: ipcRenderer, ports: [] }, ...decoded);
      return;
    }
    const call = pending.get(id);
    pending.delete(id);
    if (error) call.reject(new Error(error));
    else call.resolve(decoded[0]);
  };

  const ipcRenderer = {
    invoke: (channel, ...values) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        post("invoke", channel, values, lastId); // A value that cannot be cloned rejects.
        pending.set(lastId, { resolve, reject });
      }),
    send: (channel, ...values) => post("send", channel, values),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((known) => known !== listener),
      );
      return ipcRenderer;
    },
  };
  return { ipcRenderer, contextBridge: { exposeInMainWorld: (key, api) => void bridge.invoke("expose", [key, api]) } };
}

export function mainWorld(channel) {
  return `(() => {
    if (window !== window.top) return;
    (${receiveBridge})((${bridgeEnd})("main", ${JSON.stringify(channel)}));
  })();`;
}

export function isolatedWorld({ channel, makeCodec, preload, processInfo }) {
  return `(() => {
    if (window !== window.top) return;
    const bridge = (${bridgeEnd})("isolated", ${JSON.stringify(channel)});
    const electron = (${rendererElectron})(bridge, (${makeCodec})());
    const require = (name) => {
      if (name === "electron" || name === "electron/renderer") return electron;
      throw new Error("module not found: " + name);
    };
    const process = Object.freeze(${JSON.stringify(processInfo)});
    const module = { exports: {} };
    (function (require, module, exports, process) { ${preload}
    }).call(globalThis, require, module, module.exports, process);
  })();`;
}
