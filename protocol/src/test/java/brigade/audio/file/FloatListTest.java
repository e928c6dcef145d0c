package brigade.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatListTest {
    @Test
    void holdsWhatWasAddedInOrder() {
        SplittableRandom random = new SplittableRandom(20_261_122);
        FloatList list = new FloatList();
        float[] all = new float[200_000];
        int size = 0;
        while (size < all.length - 40_000) {
            float[] more = new float[random.nextInt(40_000) + 1];
            for (int i = 0; i < more.length; i++) {
                more[i] = size + i;
            }
            int count = random.nextInt(more.length + 1);
            list.addAll(more, count);
            System.arraycopy(more, 0, all, size, count);
            size += count;
            list.add(size);
            all[size] = size;
            size++;
        }
        assertThat(list.size()).isEqualTo(size);
        assertThat(list.toArray()).isEqualTo(Arrays.copyOf(all, size));
        float[] part = new float[50_000];
        list.copyTo(12_345, part, 10, 40_000);
        assertThat(Arrays.copyOfRange(part, 10, 40_010)).isEqualTo(Arrays.copyOfRange(all, 12_345, 52_345));
        int past = size;
        assertThatThrownBy(() -> list.copyTo(past - 1, part, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
