// What really leaves the page for the loudspeaker, without touching the app: an analyser beside the destination.

/** Give to `page.addInitScript`. Then `window.loudness()` is the RMS of the last 43 ms; full scale 1. */
export function tapLoudness() {
  const analysers = [];
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 2048 });
      connect.call(this, analyser);
      analysers.push(analyser);
    }
    return connect.call(this, to, ...rest);
  };
  const samples = new Float32Array(2048);
  window.loudness = () =>
    analysers.reduce((loudest, analyser) => {
      analyser.getFloatTimeDomainData(samples);
      return Math.max(loudest, Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length));
    }, 0);
}

/** Counts what asks the visitor for permission, for `page.addInitScript`: `window.prompts`. */
export function countPrompts() {
  window.prompts = 0;
  const devices = navigator.mediaDevices;
  const original = devices?.getUserMedia.bind(devices);
  if (!devices || !original) return;
  devices.getUserMedia = (wanted) => {
    window.prompts++;
    return original(wanted);
  };
}
