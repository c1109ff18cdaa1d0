// The answer first: what stands before the first chart is handed to Streamlit's client together,
// and painted before the browser draws the chart. A browser that gets a page piece by piece lays
// it out several times before its numbers stand there; one that gets it whole paints nothing until
// its last chart is drawn.
(() => {
  const CHART = '{"data":[';
  const FINISHED = 0x30; // the number and type of ForwardMsg.script_finished, in its last two bytes
  const SHORT = 64; // bytes; the end of an answer is shorter, and every element longer
  const HELD = 60; // milliseconds for which messages wait for the first chart or the end
  const GATHERED = 12; // milliseconds for which Streamlit gathers elements before it shows them
  const PATIENCE = 400; // milliseconds after which a chart waits no longer for a frame

  const words = new TextDecoder("latin1");
  const holdsChart = ({ data }) =>
    data instanceof ArrayBuffer && words.decode(data).includes(CHART);
  const isEnd = ({ data }) =>
    data instanceof ArrayBuffer &&
    data.byteLength < SHORT &&
    new Uint8Array(data).at(-2) === FINISHED;
  const after = (wait) => new Promise((go) => setTimeout(go, wait));
  const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const painted = () => Promise.race([after(GATHERED).then(frame), after(PATIENCE)]);

  function inTurn(listener) {
    const waiting = [];
    let held = 0;
    let handing = false;
    let begun = false; // A new browser has scripts to fetch for each element that it meets.
    const handAll = (count) => waiting.splice(0, count).forEach((message) => listener(message));
    const handOver = async () => {
      clearTimeout(held);
      held = 0;
      handing = true;
      try {
        while (waiting.length) {
          if (holdsChart(waiting[0]) && !document.hidden) await painted();
          handAll(1);
        }
      } finally {
        handing = false;
      }
    };
    const take = (message) => {
      waiting.push(message);
      const ended = isEnd(message);
      const whole = !begun || ended || holdsChart(message);
      begun ||= ended;
      if (handing) return;
      if (whole || document.hidden) handOver();
      else held ||= setTimeout(handOver, HELD);
    };
    return { take, rest: () => handAll(waiting.length) };
  }

  window.WebSocket = class extends WebSocket {
    #rest = () => {}; // The client takes nothing any more of a connection that it knows is closed.

    addEventListener(type, listener, options) {
      let heard = listener;
      if (type === "message") {
        const { take, rest } = inTurn(listener);
        [heard, this.#rest] = [take, rest];
      } else if (type === "close") {
        heard = (event) => {
          this.#rest();
          listener(event);
        };
      }
      super.addEventListener(type, heard, options);
    }
  };
})();
