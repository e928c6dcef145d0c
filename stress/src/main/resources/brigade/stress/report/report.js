"use strict";
// Draws REPORT (report.json) with Chart.js. A part whose data is not there is left out.
(() => {
  const colours = ["#2563b0", "#d9822b", "#18794e", "#a23ac0", "#c62828", "#0b8a94", "#7a6a1f", "#5c6878"];
  const ink = "#1c2430", soft = "#5c6878", bad = "#c62828";
  const r = REPORT;
  const figures = r.figures || {};
  const plan = r.plan || {};

  const el = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const number = (value, digits = 1) =>
    Number(value).toLocaleString("en", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : digits });

  // ---- head ----
  document.title = `Brigade stress ${r.mode}, ${r.startedAt}`;
  document.getElementById("title").textContent = `Brigade stress ${r.mode}`;
  const machine = r.machine || {};
  document.getElementById("about").textContent =
    [r.command, r.startedAt, `seed ${r.seed}`, machine.cpu && `${machine.cores} cores of ${machine.cpu}`, machine.java]
      .filter(Boolean).join("  \u00b7  ");
  const verdict = document.getElementById("verdict");
  verdict.textContent = r.ok ? "PASS: the promise held" : "FAIL: the promise was broken";
  verdict.className = r.ok ? "pass" : "fail";
  for (const line of r.broken || []) document.getElementById("broken").append(el("li", line));

  // ---- tiles ----
  const tile = (label, value, isBad) => {
    if (value === undefined || value === null) return;
    const made = el("div", undefined, isBad ? "tile bad" : "tile");
    made.append(el("b", value), el("span", label));
    document.getElementById("tiles").append(made);
  };
  const ms = (key) => figures[key] === undefined ? undefined : `${number(figures[key])} ms`;
  if (figures.singers !== undefined) tile("singers", number(figures.singers));
  if (figures.lastGood !== undefined) tile("singers, last good", number(figures.lastGood));
  if (plan.sleep === false) tile("clients, estimated", number(figures.estClients));
  tile("mean from sending", ms("msPerExchange"));
  tile("p50 from intended time", ms("p50Ms"));
  tile("p99 from intended time", ms("p99Ms"));
  tile("p99.9 from intended time", ms("p999Ms"));
  if (figures.lateTurns !== undefined) {
    tile("late turns", number(figures.lateTurns), figures.lateTurns > 0);
    tile("of all turns were late", `${number(100 * figures.lateShare, 2)} %`, figures.lateTurns > 0);
  }
  if (figures.chirpsDue !== undefined) {
    tile("chirps had to be heard", number(figures.chirpsDue));
    tile("were missing", number(figures.chirpsMissing), figures.chirpsMissing > 0);
    tile("were misplaced", number(figures.chirpsMisplaced), figures.chirpsMisplaced > 0);
    tile("samples off at most", number(figures.offsetMaxSamples, 2), figures.chirpsMisplaced > 0);
    tile("dB off at most", number(figures.levelErrorMaxDb, 2), figures.levelErrorMaxDb > 1);
    tile("heard wrongly", number(figures.wrongfullyHeard), figures.wrongfullyHeard > 0);
  }
  if (figures.errors !== undefined) tile("errors", number(figures.errors), figures.errors > 0);
  if (figures.achievedRate !== undefined) {
    tile(figures.intendedRate === undefined ? "answers a second" : `answers a second, of ${number(figures.intendedRate)} intended`,
      number(figures.achievedRate));
  }
  if (figures.cpuMsPerSingerSecond) tile("servers' CPU per singer and second", ms("cpuMsPerSingerSecond"));
  if (figures.testerCpuMsPerSingerSecond) tile("tester's CPU per singer and second", ms("testerCpuMsPerSingerSecond"));

  // ---- charts ----
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.color = soft;
  Chart.defaults.font.family = "system-ui, 'DejaVu Sans', sans-serif";
  Chart.defaults.plugins.legend.labels.boxWidth = 14;

  const axis = (text, more = {}) => ({ title: { display: true, text, color: ink }, beginAtZero: true, ...more });
  const chart = (title, text, config, wide) => {
    const card = el("div", undefined, wide ? "card wide" : "card");
    const plot = el("div", undefined, "plot");
    const canvas = el("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", title);
    plot.append(canvas);
    card.append(el("h2", title), el("p", text), plot);
    document.getElementById("charts").append(card);
    config.options = { ...config.options };
    new Chart(canvas, config);
  };
  const line = (label, points, colour, more = {}) => ({
    label, data: points, borderColor: colour, backgroundColor: colour, borderWidth: 1.8,
    pointRadius: points.length < 40 ? 2 : 0, ...more,
  });
  const lines = (datasets, x, y, more = {}) => ({
    type: "line",
    data: { datasets },
    options: { scales: { x: axis(x, { type: "linear" }), y: axis(y, more) }, interaction: { mode: "nearest", axis: "x", intersect: false } },
  });

  // ---- choir: who hears whom ----
  const choir = r.choir;
  if (choir) {
    const card = el("div", undefined, "card wide");
    card.append(el("h2", "Who hears whom"), el("p",
      "A row per bucket that listens, a cell per singer, in the order of their buckets. Green: every chirp that was due was heard in place. "
        + "Red: one was missing, misplaced, or heard by who cannot have heard it. Grey: silence was due and there was silence. White: nothing to tell."));
    const sorted = [...choir.singers].sort((a, b) => a.bucket - b.bucket || a.singer - b.singer);
    for (let bucket = 1; bucket <= choir.listeningBuckets; bucket++) {
      const row = el("div", undefined, "hears");
      row.append(el("span", bucket === choir.listeningBuckets ? "listener" : `bucket ${bucket}`));
      const cells = el("div", undefined, "cells");
      for (const singer of sorted) {
        const c = singer.heard[bucket - 1];
        const wrong = c.inPlace < c.due || c.ghosts > 0;
        const cell = el("i", undefined, wrong ? "wrong" : c.due > 0 ? "heard" : c.silent > 0 ? "silent" : "");
        cell.title = `singer ${singer.singer} of bucket ${singer.bucket}: ${c.inPlace} of ${c.due} heard in place`
          + `, ${c.silent} times rightly silent, ${c.ghosts} times wrongly heard, ${c.unchecked} unchecked`;
        cells.append(cell);
      }
      row.append(cells);
      card.append(row);
    }
    document.getElementById("charts").append(card);
    const bars = (title, text, x, data, isBad) => {
      if (!data.some((b) => b.count > 0)) return;
      chart(title, text, {
        type: "bar",
        data: { labels: data.map((b) => number(b.at)), datasets: [{ label: "chirps", data: data.map((b) => b.count), backgroundColor: data.map((b) => isBad(b.at) ? bad : colours[0]), barPercentage: 1, categoryPercentage: 0.94 }] },
        options: {
          plugins: { legend: { display: false } },
          scales: { x: { title: { display: true, text: x, color: ink } }, y: axis("chirps", { type: "logarithmic", min: 0.8, beginAtZero: false, ticks: { callback: (v) => Number.isInteger(Math.log10(v)) ? number(v) : "" } }) },
        },
      });
    };
    bars("Where chirps were heard", "After their place; up to 3 samples are allowed after two codec passes. What lies beyond is in the last bars.",
      "samples after the place", choir.offsets, (at) => Math.abs(at) > 3.5);
    bars("How loud chirps were heard", "Against the level that the design says, of those whose level is known; 1 dB is allowed. What lies beyond is in the last bars.",
      "dB too loud", choir.levels, (at) => Math.abs(at) > 1.05);
  }

  const seconds = r.seconds || [];
  const answered = seconds.filter((s) => s.answered > 0);
  if (answered.length) {
    const of = (key) => answered.map((s) => ({ x: s.second, y: s[key] }));
    const highest = Math.max(...answered.map((s) => s.maxMs));
    const datasets = [line("p50", of("p50Ms"), colours[0]), line("p99", of("p99Ms"), colours[1]), line("max", of("maxMs"), colours[7], { borderWidth: 1 })];
    if (highest > 250) {
      const end = answered[answered.length - 1].second;
      datasets.push(line("late from here (600 ms)", [{ x: 0, y: 600 }, { x: end, y: 600 }], bad, { borderDash: [6, 4], borderWidth: 1, pointRadius: 0 }));
    }
    chart("Latency over time", plan.sleep === false ? "From sending to answer, of the answers of each second."
      : "From the intended time to the answer, of the answers of each second.",
      lines(datasets, "second of the run", "ms", highest > 2000 ? { type: "logarithmic", beginAtZero: false } : {}));
  }

  const bins = r.histogram || [];
  const first = bins.findIndex((b) => b.count > 0);
  if (first >= 0) {
    const shown = bins.slice(first);
    chart("Latency histogram", "Answers by latency; each bar is a quarter of a doubling wide, the count is on a logarithmic scale.", {
      type: "bar",
      data: {
        labels: shown.map((b) => number(b.toMs)),
        datasets: [{ label: "answers", data: shown.map((b) => b.count), backgroundColor: shown.map((b) => b.fromMs >= 600 ? bad : colours[0]), barPercentage: 1, categoryPercentage: 0.94 }],
      },
      options: {
        plugins: { legend: { display: false } },
        scales: { x: { title: { display: true, text: "latency up to, ms", color: ink } }, y: axis("answers", { type: "logarithmic", min: 0.8, beginAtZero: false, ticks: { callback: (v) => Number.isInteger(Math.log10(v)) ? number(v) : "" } }) },
      },
    });
  }

  if (seconds.length) {
    const x = seconds.map((s) => s.second);
    chart("Answers, late turns and errors", figures.intendedRate === undefined ? "Per second of the run."
      : `Per second of the run; ${number(figures.intendedRate)} a second were intended.`, {
      data: {
        labels: x,
        datasets: [
          { type: "bar", label: "late turns", data: seconds.map((s) => s.late), backgroundColor: "#e8a13a", stack: "bad" },
          { type: "bar", label: "errors", data: seconds.map((s) => s.errors), backgroundColor: bad, stack: "bad" },
          { type: "line", label: "answers", data: seconds.map((s) => s.answered), borderColor: colours[0], backgroundColor: colours[0], borderWidth: 1.8, pointRadius: x.length < 40 ? 2 : 0 },
        ],
      },
      options: { scales: { x: { title: { display: true, text: "second of the run", color: ink }, stacked: true }, y: axis("per second") } },
    });
  }

  const series = r.processSeries || [];
  if (series.some((s) => s.points.length)) {
    const cores = (r.coresBusy || []).map((busy, i) => `cpu${i} ${number(100 * busy, 0)} %`).join(", ");
    chart("CPU per process", `Cores in use by each process, second by second. All else is what other programs use. In the mean the cores were busy: ${cores}.`,
      lines(series.map((s, i) => line(s.name, s.points.map((p) => ({ x: p.second, y: p.cores })), colours[i % colours.length])), "second of the run", "cores"));
    chart("Memory per process", "Resident memory.",
      lines(series.filter((s) => s.points.some((p) => p.memoryMb > 0)).map((s, i) => line(s.name, s.points.map((p) => ({ x: p.second, y: p.memoryMb })), colours[i % colours.length])), "second of the run", "MB"));
  }

  const recording = r.recording;
  if (recording) {
    chart("CPU of recording", `Cores that all servers used while the room was not recorded, and while it was, in turn. In the mean ${number(recording.coresWithout, 3)} without and ${number(recording.coresWith, 3)} with: ${number(100 * recording.costShare, 1)} % more.`, {
      type: "bar",
      data: {
        labels: recording.turns.map((t) => `${t.recorded ? "recorded" : "not recorded"}, second ${number(t.from, 0)} to ${number(t.to, 0)}`),
        datasets: [{ label: "cores", data: recording.turns.map((t) => t.cores), backgroundColor: recording.turns.map((t) => (t.recorded ? "#e8a13a" : colours[0])) }],
      },
      options: { scales: { y: axis("cores") }, plugins: { legend: { display: false } } },
    });
  }

  for (const trace of r.rpc || []) {
    // Columns: seconds since the run began, microseconds from signal to awake, microseconds from signal to finish.
    const awake = trace.calls.map((c) => ({ x: c[0], y: Math.max(0.1, c[1]) }));
    const finish = trace.calls.map((c) => ({ x: c[0], y: Math.max(0.1, c[2]) }));
    const dots = (label, data, colour) => ({ label, data, backgroundColor: colour, pointRadius: 1.4, borderWidth: 0 });
    chart(`RPC timing, ${trace.shard}`,
      `One point per call (${number(trace.count, 0)} calls${trace.everyNth > 1 ? `, every ${trace.everyNth}th is shown` : ""}): after the shard's signal, when the state server was awake and took it, and when the shard had its answer. `
        + `Awake: median ${number(trace.awakeP50Us)}, p99 ${number(trace.awakeP99Us)} \u00b5s. Finish: median ${number(trace.finishP50Us)}, p99 ${number(trace.finishP99Us)} \u00b5s.`, {
      type: "scatter",
      data: { datasets: [dots("awake", awake, colours[0]), dots("finish", finish, colours[1])] },
      options: { scales: { x: axis("signal, second of the run", { max: Math.ceil(trace.calls[trace.calls.length - 1][0]) }), y: axis("\u00b5s after the signal", { type: "logarithmic", beginAtZero: false }) } },
    }, true);
  }

  for (const trace of r.ticks || []) {
    // Columns: seconds since the first chirp, microseconds from the frame boundary to awake, answered, finished.
    const dots = (label, column, colour) => ({
      label, data: trace.points.map((p) => ({ x: p[0], y: Math.max(1, p[column]) })), backgroundColor: colour, pointRadius: 1.4, borderWidth: 0,
    });
    chart(`Ticks, ${trace.shard}`,
      `One point per tick (${number(trace.count, 0)} ticks${trace.everyNth > 1 ? `, every ${trace.everyNth}th is shown` : ""}): after the frame boundary, when its thread was awake, when the state server had the voices and had answered, and when the last socket had its message. `
        + `Awake: median ${number(trace.awakeP50Us)}, p99 ${number(trace.awakeP99Us)} \u00b5s. Finished: median ${number(trace.finishP50Us)}, p99 ${number(trace.finishP99Us)} \u00b5s. `
        + `Encoding all streams and sending add to the last one: median ${number(trace.lastStreamAddsP50Us)}, p99 ${number(trace.lastStreamAddsP99Us)} \u00b5s.`, {
      type: "scatter",
      data: { datasets: [dots("awake", 1, colours[0]), dots("answered", 2, colours[2]), dots("finished", 3, colours[1])] },
      options: { scales: { x: axis("boundary, second of the run"), y: axis("\u00b5s after the boundary", { type: "logarithmic", beginAtZero: false }) } },
    }, true);
  }

  const trials = r.trials || [];
  if (trials.length) {
    const sorted = [...trials].sort((a, b) => a.singers - b.singers);
    chart("Singers and latency", "One point per trial, in order of singers; red ones broke the promise.", {
      type: "line",
      data: { datasets: [{ label: "p99", data: sorted.map((t) => ({ x: t.singers, y: t.p99Ms })), borderColor: colours[1], pointRadius: 5, pointBackgroundColor: sorted.map((t) => t.ok ? colours[2] : bad) }] },
      options: { scales: { x: axis("singers", { type: "linear" }), y: axis("p99 latency, ms", { type: "logarithmic", beginAtZero: false }) } },
    }, true);
  }

  // ---- tables ----
  const table = (title, head, rows) => {
    if (!rows.length) return;
    const card = el("div", undefined, "card");
    const made = el("table");
    const isNumber = (i) => rows.every((row) => typeof row[i] === "number");
    const top = el("tr");
    head.forEach((h, i) => top.append(el("th", h, isNumber(i) ? "number" : "")));
    made.append(top);
    for (const row of rows) {
      const tr = el("tr");
      row.forEach((cell, i) => tr.append(el("td", typeof cell === "number" ? number(cell, 2) : cell, isNumber(i) ? "number" : "")));
      made.append(tr);
    }
    card.append(el("h2", title), made);
    document.getElementById("tables").append(card);
  };
  table("Errors by kind", ["kind", "times"], Object.entries(r.errorsByKind || {}).sort((a, b) => b[1] - a[1]));
  table("Errors that a killed process accounts for", ["kind", "times"], Object.entries(r.expectedErrorsByKind || {}).sort((a, b) => b[1] - a[1]));
  table("Trials", ["singers", "promise", "p99 ms", "late %", "errors", "rate %", "servers' cores", "what broke"],
    trials.map((t) => [t.singers, t.ok ? "held" : "broken", t.p99Ms, 100 * t.lateShare, t.errors, 100 * t.rateShare, t.serverCores, t.broken.join("; ")]));
  table("Processes", ["process", "CPU s", "cores", "most memory, MB", "hottest thread", "of a core, %"],
    (r.processes || []).map((p) => [p.name, p.cpuMs / 1e3, p.cores, p.memoryMb, p.hottestThread, p.cores > 0 ? 100 * p.hottestThreadMs / p.cpuMs * p.cores : 0]));
  table("Rounds", ["round", "ms each", "ms of CPU each", "est clients"],
    (r.rounds || []).map((m) => [m.round, m.msEach, m.cpuMsEach, m.estClients]));
  const flat = (object) => Object.entries(object).map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : String(value)]);
  table("Figures", ["figure", "value"], flat(figures));
  table("Plan", ["setting", "value"], flat(plan));
})();
