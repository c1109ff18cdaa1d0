// The answer first: what stands before a chart is painted before the browser draws the chart.
// A browser that gets a whole page at once paints nothing until its last chart is drawn.
(() => {
  const CHART = '{"data":[';
  const GATHERED = 12; // milliseconds for which Streamlit gathers elements before it shows them
  const PATIENCE = 400; // milliseconds after which a chart waits no longer for a frame

  const words = new TextDecoder("latin1");
  const holdsChart = ({ data }) =>
    data instanceof ArrayBuffer && words.decode(data).includes(CHART);
  const after = (wait) => new Promise((go) => setTimeout(go, wait));
  const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const painted = () => Promise.race([after(GATHERED).then(frame), after(PATIENCE)]);

  function inTurn(listener) {
    const waiting = [];
    const deliver = async () => {
      while (waiting.length) {
        if (holdsChart(waiting[0]) && !document.hidden) await painted();
        listener(waiting.shift());
      }
    };
    return (message) => {
      if (waiting.push(message) === 1) deliver();
    };
  }

  window.WebSocket = class extends WebSocket {
    addEventListener(type, listener, options) {
      super.addEventListener(type, type === "message" ? inTurn(listener) : listener, options);
    }
  };
})();
