// Draws a figure in the reader's browser and saves it as a picture; asks only this server.
let drawing = null;

function load(address) {
  drawing ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => {
      drawing = null;
      script.remove();
      failed(new Error(address));
    };
    document.head.append(script);
  });
  return drawing;
}

export default function ({ data, parentElement }) {
  const state = parentElement.querySelector("[role=status]");
  for (const button of parentElement.querySelectorAll("button")) {
    const format = button.dataset.format;
    button.setAttribute("aria-label", data.labels[format]);
    button.onclick = async () => {
      button.disabled = true;
      state.textContent = data.words.drawing;
      try {
        const Plotly = await load(data.script);
        const { width, height } = data.size;
        const drawn = await Plotly.toImage(JSON.parse(data.figure), {
          format, width, height, scale: 2,
        });
        // A link in here: a click outside would close what these buttons stand in.
        const link = document.createElement("a");
        link.href = drawn;
        link.download = `${data.name}.${format}`;
        parentElement.append(link);
        link.click();
        link.remove();
        state.textContent = data.words.saved;
      } catch {
        state.textContent = data.words.failed;
      }
      button.disabled = false;
      button.focus();
    };
  }
}
