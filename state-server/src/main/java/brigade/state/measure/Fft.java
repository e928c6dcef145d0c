package brigade.state.measure;

/** Fourier transform of a power of two of complex numbers, in place (Cooley and Tukey, 1965). One owner, one thread. */
final class Fft {
    private final int size;
    private final float[] cos;
    private final float[] sin;

    /** @param size a power of two */
    Fft(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(size + " is no power of two");
        }
        this.size = size;
        cos = new float[size / 2];
        sin = new float[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cos[i] = (float) Math.cos(2 * Math.PI * i / size);
            sin[i] = (float) -Math.sin(2 * Math.PI * i / size);
        }
    }

    int size() {
        return size;
    }

    /** Transforms forward. For the way back conjugate before and after, and divide by the size. */
    void transform(float[] re, float[] im) {
        reverse(re, im);
        for (int half = 1; half < size; half *= 2) {
            int step = size / (2 * half);
            for (int block = 0; block < size; block += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = block + k;
                    int b = a + half;
                    float wr = cos[k * step];
                    float wi = sin[k * step];
                    float tr = re[b] * wr - im[b] * wi;
                    float ti = re[b] * wi + im[b] * wr;
                    re[b] = re[a] - tr;
                    im[b] = im[a] - ti;
                    re[a] += tr;
                    im[a] += ti;
                }
            }
        }
    }

    private void reverse(float[] re, float[] im) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                float r = re[i];
                re[i] = re[j];
                re[j] = r;
                float m = im[i];
                im[i] = im[j];
                im[j] = m;
            }
        }
    }
}
