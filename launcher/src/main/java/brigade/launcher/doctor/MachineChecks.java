package brigade.launcher.doctor;

import static brigade.launcher.doctor.Finding.fail;
import static brigade.launcher.doctor.Finding.ok;
import static brigade.launcher.doctor.Finding.warn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds what a machine has against what is needed. Stateless. */
public final class MachineChecks {
    private static final double MIB = 1 << 20;

    /** Part of the needed cores below which it will not do. */
    private static final double ENOUGH = 0.6;

    private MachineChecks() {}

    /** One finding for each thing that was looked at. */
    public static List<Finding> of(Needs needs, MachineFacts has) {
        List<Finding> all = new ArrayList<>();
        all.add(cores(needs, has));
        all.add(codec(has));
        all.add(threads(has));
        all.add(load(needs, has));
        all.add(memory(needs, has));
        all.add(files(needs, has));
        all.add(shared(needs, has));
        all.add(disk(needs, has));
        all.add(link(needs, has));
        if (needs.singers() > Needs.SINGERS_PROVEN) {
            all.add(warn(
                    "measured",
                    String.format(
                            Locale.ROOT,
                            "%d singers were measured at most, on 2 cores; more is reckoned from that",
                            Needs.SINGERS_PROVEN),
                    "try it: ./brigade rehearse --url https://... --singers N, from another machine"));
        }
        return all;
    }

    private static Finding cores(Needs needs, MachineFacts has) {
        String found = String.format(
                Locale.ROOT,
                "%d; %d singers keep %.1f busy and want %d",
                has.cores(),
                needs.singers(),
                needs.coresBusy(),
                needs.cores());
        if (has.cores() >= needs.cores()) {
            return ok("cores", found);
        }
        String todo = "a machine with more cores, and as many shards (up --shards " + needs.shards() + ")";
        return has.cores() >= ENOUGH * needs.cores() ? warn("cores", found, todo) : fail("cores", found, todo);
    }

    private static Finding codec(MachineFacts has) {
        return has.codec().toLowerCase(Locale.ROOT).contains("libopus")
                ? ok("Opus", has.codec())
                : warn("Opus", has.codec() + ", which takes twice the time of libopus", "sudo apt install libopus0");
    }

    private static Finding threads(MachineFacts has) {
        return switch (has.standing()) {
            case REALTIME -> ok("audio threads", "come before all others");
            case NICE ->
                warn(
                        "audio threads",
                        "get a larger share, but do not come first",
                        "LimitRTPRIO=40 in the unit, as systemd/ has it, or ulimit -r 40");
            case NORMAL ->
                warn(
                        "audio threads",
                        "stand in line with all others: sound is late when the machine does anything else",
                        "LimitRTPRIO=40 and LimitNICE=-15 in the unit, as systemd/ has them");
        };
    }

    private static Finding load(Needs needs, MachineFacts has) {
        String found =
                String.format(Locale.ROOT, "%.1f of %d cores were busy in the last minute", has.load(), has.cores());
        if (has.load() < 0) {
            return warn("load", "not known", "look with top that nothing else runs");
        }
        return has.load() + needs.coresBusy() <= has.cores()
                ? ok("load", found)
                : warn("load", found, "end what else runs here, or try again when Brigade itself is at rest");
    }

    private static Finding memory(Needs needs, MachineFacts has) {
        return enough("memory", has.memoryBytes(), needs.memoryBytes(), "a machine with more memory, or fewer shards");
    }

    private static Finding shared(Needs needs, MachineFacts has) {
        return enough(
                "/dev/shm",
                has.sharedBytes(),
                needs.sharedBytes(),
                "each room that sings takes 111 MB: mount -o remount,size=SIZE /dev/shm; in Docker --shm-size");
    }

    private static Finding enough(String what, long has, long needs, String todo) {
        if (has < 0) {
            return warn(
                    what, String.format(Locale.ROOT, "not known; %.0f MB are needed", needs / MIB), "look yourself");
        }
        String found = String.format(Locale.ROOT, "%.0f MB free, %.0f needed", has / MIB, needs / MIB);
        return has >= needs ? ok(what, found) : fail(what, found, todo);
    }

    private static Finding files(Needs needs, MachineFacts has) {
        String found = has.openFiles() == Long.MAX_VALUE
                ? "without a limit"
                : String.format(Locale.ROOT, "%d for each process, %d needed", has.openFiles(), needs.files());
        return has.openFiles() >= needs.files()
                ? ok("open files", found)
                : fail("open files", found, "ulimit -n 65536 before \"up\"; LimitNOFILE=65536 in a unit");
    }

    private static Finding disk(Needs needs, MachineFacts has) {
        if (has.diskBytes() < 0) {
            return warn("disk", "not known", "look with df");
        }
        String found = String.format(
                Locale.ROOT,
                "%.0f MB free; two recorded hours take up to %.0f",
                has.diskBytes() / MIB,
                needs.diskBytes() / MIB);
        if (has.diskBytes() >= needs.diskBytes()) {
            return ok("disk", found);
        }
        String todo = "more room, or a smaller --journal-max-bytes; without room singing goes on and recording stops";
        return has.diskBytes() >= needs.diskMinBytes() ? warn("disk", found, todo) : fail("disk", found, todo);
    }

    private static Finding link(Needs needs, MachineFacts has) {
        String wants = String.format(
                Locale.ROOT, "%.0f Mbit/s to the singers and %.0f from them", needs.outMbit(), needs.inMbit());
        if (has.linkMbit() < 0) {
            return warn(
                    "bandwidth",
                    "the card does not tell its speed; up to " + wants,
                    "ask your provider; ./brigade rehearse from elsewhere shows it");
        }
        String found = String.format(Locale.ROOT, "a card of %d Mbit/s; up to %s", has.linkMbit(), wants);
        return has.linkMbit() >= 1.5 * needs.outMbit()
                ? ok("bandwidth", found)
                : fail("bandwidth", found, "a faster line: mixes are what is sent");
    }
}
