package brigade.state.room;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an object of ours holds, as text: two dumps are the same when no field of anything reachable changed.
 * Left out is what a refused message may change: the queue in which its refusal waits, and the budgets of messages.
 */
final class StateDump {
    private static final Set<String> LEFT_OUT = Set.of(
            "ShardLink.waiting",
            "ShardLink.waitingBytes",
            "ShardLink.lastTickAt",
            "Connection.messages",
            "Rooms.calls",
            "Rooms.reader",
            "Rooms.published",
            "Rooms.scratch",
            "Rooms.lastPublished",
            "TickHandler.request",
            "TickHandler.frames",
            "TickHandler.voices",
            "TickHandler.commands",
            "TickHandler.admission");

    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private StateDump() {}

    static String of(Object root) {
        StateDump dump = new StateDump();
        dump.value(root);
        return dump.text.toString();
    }

    private void value(@Nullable Object value) {
        boolean plain = value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence
                || value instanceof Enum;
        if (value == null || plain) {
            text.append(value).append('\n');
            return;
        }
        Integer before = seen.putIfAbsent(value, seen.size());
        if (before != null) {
            text.append('#').append(before).append('\n');
            return;
        }
        if (value instanceof MemorySegment memory) {
            text.append(memory.byteSize()).append('\n');
        } else if (value.getClass().isArray()) {
            array(value);
        } else if (value instanceof Map<?, ?> map) {
            text.append("{\n");
            map.forEach((key, mapped) -> {
                value(key);
                value(mapped);
            });
            text.append("}\n");
        } else if (value instanceof Collection<?> all) {
            text.append("[\n");
            all.forEach(this::value);
            text.append("]\n");
        } else if (value.getClass().getName().startsWith("brigade.state")
                && !value.getClass().isHidden()
                && !value.getClass().getSimpleName().equals("House")) {
            fields(value, value.getClass());
        } else {
            text.append(value.getClass().getSimpleName()).append('\n');
        }
    }

    private void array(Object array) {
        int length = Array.getLength(array);
        if (array instanceof float[] || (array instanceof int[] && length > 1_000)) {
            long hash = length;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + Array.get(array, i).hashCode();
            }
            text.append(hash).append('\n');
            return;
        }
        for (int i = 0; i < length; i++) {
            value(Array.get(array, i));
        }
    }

    private void fields(Object of, Class<?> type) {
        text.append(type.getSimpleName()).append("(\n");
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                String name = at.getSimpleName() + "." + field.getName();
                if (Modifier.isStatic(field.getModifiers()) || LEFT_OUT.contains(name)) {
                    continue;
                }
                text.append(field.getName()).append('=');
                try {
                    field.setAccessible(true);
                    value(field.get(of));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        text.append(")\n");
    }
}
