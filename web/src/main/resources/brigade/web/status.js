// Shows what /healthz says, every 5 s while the page is visible.
const PERIOD_MS = 5000;
const status = document.getElementById("status");
const parts = document.getElementById("parts");

document.getElementById("api").textContent = new URL("api", document.baseURI).href;

function show(text, lines) {
  // Written only when it changed: a screen reader speaks each change.
  if (status.textContent !== text) status.textContent = text;
  parts.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

async function ask() {
  try {
    const health = await (await fetch("healthz", { cache: "no-store" })).json();
    const lines = [`State server: ${health.state_server}`];
    for (const part of health.shards) lines.push(`Shard ${part.shard}: ${part.status}`);
    show(health.status === "ok" ? "Everything answers." : "Some parts do not answer right now.", lines);
  } catch {
    show("The server does not answer.", []);
  }
}

setInterval(() => {
  if (!document.hidden) ask();
}, PERIOD_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
ask();
