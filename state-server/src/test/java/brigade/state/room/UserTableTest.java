package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private final UserTable table = new UserTable();

    @Test
    void aRowIsFiftyOneBytesBigEndian() {
        Singer singer = new Singer(0xFEDCBA9876543210L);
        singer.rename("Жанна");
        singer.micVolume = 1.5;
        singer.rms = 0.25f;
        singer.delaySeconds = 6;
        singer.muted = true;
        singer.soloed = true;
        table.add(singer);

        ByteBuffer bytes = copy();

        assertThat(bytes.remaining()).isEqualTo(2 + 51);
        assertThat(bytes.getShort()).isEqualTo((short) 1);
        assertThat(bytes.getLong()).isEqualTo(0xFEDCBA9876543210L);
        byte[] name = new byte[32];
        bytes.get(name);
        assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("Жанна" + "\0".repeat(22));
        assertThat(bytes.getFloat()).isEqualTo(1.5f);
        assertThat(bytes.getFloat()).isEqualTo(0.25f);
        assertThat(bytes.getShort()).isEqualTo((short) 6);
        assertThat(bytes.get()).isEqualTo((byte) 3);
    }

    @Test
    void aShorterNameLeavesNothingOfTheLongerOne() {
        Singer singer = new Singer(1);
        singer.rename("a long name of many letters");
        table.add(singer);
        singer.rename("short");
        table.writeIdAndName(singer);

        assertThat(nameAt(0)).isEqualTo("short");
    }

    @Test
    void rowsStayInTheOrderOfDelaysWhateverHappens() {
        long seed = 99;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Singer> present = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int what = random.nextInt(4);
            if (what == 0 || present.isEmpty()) {
                Singer singer = new Singer(random.nextLong());
                singer.rename("n" + step);
                singer.delaySeconds = random.nextInt(30);
                table.add(singer);
                present.add(singer);
            } else if (what == 1 && present.size() > 30) {
                table.remove(present.remove(random.nextInt(present.size())));
            } else {
                Singer singer = present.get(random.nextInt(present.size()));
                singer.delaySeconds = random.nextInt(30);
                table.moveByDelay(singer);
                table.writeLevels(singer);
            }
        }
        assertThat(table.size()).isEqualTo(present.size());
        ByteBuffer bytes = copy();
        bytes.getShort();
        for (int row = 0; row < table.size(); row++) {
            Singer singer = table.at(row);
            assertThat(singer.tableRow).isEqualTo(row);
            int at = 2 + row * 51;
            assertThat(bytes.getLong(at)).isEqualTo(singer.id);
            assertThat(bytes.getShort(at + 48)).isEqualTo((short) singer.delaySeconds);
            assertThat(nameAt(row)).isEqualTo(singer.name);
            assertThat(row == 0 || table.at(row - 1).delaySeconds <= singer.delaySeconds)
                    .isTrue();
        }
        assertThat(table.rowFrom(10)).isEqualTo((int)
                present.stream().filter(s -> s.delaySeconds < 10).count());
    }

    private String nameAt(int row) {
        byte[] name = new byte[32];
        copy().get(2 + row * 51 + 8, name);
        return new String(name, StandardCharsets.UTF_8).replace("\0", "");
    }

    private ByteBuffer copy() {
        byte[] out = new byte[table.bytes()];
        table.copyTo(MemorySegment.ofArray(out), 0);
        return ByteBuffer.wrap(out);
    }
}
