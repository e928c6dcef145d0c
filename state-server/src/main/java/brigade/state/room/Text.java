package brigade.state.room;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text from clients, made fit for the wire. */
final class Text {
    private Text() {}

    /** {@code text} with each lone surrogate, which no UTF-8 can hold, as U+FFFD. */
    static String wellFormed(String text) {
        int lone = firstLoneSurrogate(text, 0);
        if (lone < 0) {
            return text;
        }
        StringBuilder fixed = new StringBuilder(text);
        while (lone >= 0) {
            fixed.setCharAt(lone, '\uFFFD');
            lone = firstLoneSurrogate(fixed, lone + 1);
        }
        return fixed.toString();
    }

    /** At most {@code maxChars} of {@code text}, never half a character. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end);
    }

    /** UTF-8 of {@code text}, cut at a character to at most {@code maxBytes}. */
    static byte[] utf8(String text, int maxBytes) {
        byte[] all = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        if (all.length <= maxBytes) {
            return all;
        }
        int end = maxBytes;
        while ((all[end] & 0xC0) == 0x80) { // a continuation byte: the character began before
            end--;
        }
        return Arrays.copyOf(all, end);
    }

    private static int firstLoneSurrogate(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }
}
