// Looks whether the house is open again, a whole choir not all at once; then loads the page that was asked for, with its room and
// its token. Served by nginx while no shard takes people.
const FIRST_MS = 3_000;
const SPREAD_MS = 4_000;
let looks = 0;

async function look() {
  looks++;
  try {
    const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch {
    // Not even nginx answers: look again.
  }
  document.getElementById('looked').textContent = `Looked ${looks} ${looks === 1 ? 'time' : 'times'}, not open yet.`;
  again();
}

function again() {
  setTimeout(look, FIRST_MS + Math.random() * SPREAD_MS);
}

again();
