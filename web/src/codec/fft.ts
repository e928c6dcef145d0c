/** In-place radix-2 FFT of complex numbers in two arrays; the inverse is not scaled. Lengths are powers of two. */
export function fft(re: Float32Array, im: Float32Array, inverse = false): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  const cos = cosines(n);
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const c = cos[k * stride] as number;
        // sin(x) = cos(x - a quarter turn)
        const s = (cos[(k * stride + (3 * n) / 4) % n] as number) * (inverse ? 1 : -1);
        const a = start + k;
        const b = a + half;
        const x = (re[b] as number) * c - (im[b] as number) * s;
        const y = (re[b] as number) * s + (im[b] as number) * c;
        re[b] = (re[a] as number) - x;
        im[b] = (im[a] as number) - y;
        re[a] = (re[a] as number) + x;
        im[a] = (im[a] as number) + y;
      }
    }
  }
}

const TABLES = new Map<number, Float32Array>();

function cosines(n: number): Float32Array {
  let table = TABLES.get(n);
  if (!table) {
    table = Float32Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
    TABLES.set(n, table);
  }
  return table;
}

function swap(values: Float32Array, i: number, j: number): void {
  const kept = values[i] as number;
  values[i] = values[j] as number;
  values[j] = kept;
}
