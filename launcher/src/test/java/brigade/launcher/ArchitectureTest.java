package brigade.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and the few classes that may do special things. See ARCHITECTURE.md. */
class ArchitectureTest {
    /** Modules that are compiled when this test runs; stress comes later and nothing can depend on it. */
    private static final List<String> MODULES = List.of(
            "protocol", "protocol-json", "access", "journal", "state-server", "codec-shard", "client", "launcher");

    /** One class per process, and who passes time and chance on from there. */
    private static final Set<String> TIME_AND_CHANCE = Set.of(
            "brigade.state.TimeAndChance",
            "brigade.shard.ShardClock",
            "brigade.launcher.LauncherClock",
            "brigade.robot.LiveSystem");

    /** The classes with memory order, as ARCHITECTURE.md lists them. */
    private static final Set<String> MEMORY_ORDER = Set.of(
            "brigade.rpc.RpcBuffer",
            "brigade.rpc.ServerFile",
            "brigade.rpc.ParkingFutex",
            "brigade.state.ring.RingHeader");

    /** Calls into native libraries. */
    private static final Set<String> NATIVE = Set.of(
            "brigade.rpc.LinuxFutex",
            "brigade.shard.codec.Libopus",
            "brigade.state.ring.FileSpace",
            "brigade.thread.ThreadPriority");

    private static final Set<String> MAINS = Set.of(
            "brigade.state.StateServer", "brigade.shard.CodecShard", "brigade.launcher.Brigade", "brigade.robot.Sing");

    private static JavaClasses all;

    @BeforeAll
    static void importClasses() {
        List<Path> folders = MODULES.stream()
                .map(module -> ProjectFiles.root().resolve(module).resolve("target/classes"))
                .toList();
        all = new ClassFileImporter().importPaths(folders);
        for (Path folder : folders) {
            assertThat(all).as("classes of %s", folder).anyMatch(found -> isBelow(folder, found));
        }
    }

    private static boolean isBelow(Path folder, JavaClass found) {
        return found.getSource()
                .map(source -> Path.of(source.getUri()).startsWith(folder))
                .orElse(false);
    }

    @Test
    void protocolNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAnyPackage("brigade.audio..", "brigade.rpc..", "brigade.wire", "brigade.wire.stream")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.sound.sampled..",
                        "org.jspecify..",
                        "brigade.audio..",
                        "brigade.rpc..",
                        "brigade.wire",
                        "brigade.wire.stream")
                .check(all);
    }

    @Test
    void soundKnowsNothingAboveIt() {
        noClasses()
                .that()
                .resideInAPackage("brigade.audio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("brigade.wire..", "brigade.rpc..")
                .check(all);
    }

    @Test
    void protocolJsonAddsOnlyJacksonsStreams() {
        classes()
                .that()
                .resideInAPackage("brigade.wire.json..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "tools.jackson.core..",
                        "brigade.audio..",
                        "brigade.wire..",
                        "brigade.rpc..")
                .check(all);
    }

    @Test
    void accessKnowsNoOtherPartOfUs() {
        noClasses()
                .that()
                .resideInAPackage("brigade.access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("brigade.audio..", "brigade.wire..", "brigade.rpc..", "brigade.shard..")
                .check(all);
    }

    @Test
    void stateServerBelievesItsShardsAboutTokens() {
        noClasses()
                .that()
                .resideInAPackage("brigade.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("brigade.access..")
                .check(all);
    }

    @Test
    void shardAndStateServerNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("brigade.shard..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("brigade.state..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("brigade.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("brigade.shard..")
                .check(all);
    }

    /** The client speaks to servers from outside; it shares their codec and nothing else. */
    @Test
    void theClientKnowsTheCodecAndNoServer() {
        noClasses()
                .that()
                .resideInAPackage("brigade.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "brigade.state..",
                        "brigade.rpc..",
                        "brigade.shard",
                        "brigade.shard.exchange..",
                        "brigade.shard.stream..",
                        "brigade.shard.rooms..",
                        "brigade.shard.listen..",
                        "brigade.access..")
                .check(all);
        noClasses()
                .that()
                .resideInAnyPackage("brigade.shard..", "brigade.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("brigade.client..")
                .check(all);
    }

    @Test
    void nobodyLooksUpAtTheLauncher() {
        noClasses()
                .that()
                .resideOutsideOfPackages("brigade.launcher..", "brigade.robot..", "brigade.stress..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("brigade.launcher..", "brigade.robot..", "brigade.stress..")
                .check(all);
    }

    @Test
    void theLauncherTalksToItsProcessesFromOutside() {
        noClasses()
                .that()
                .resideInAnyPackage("brigade.launcher..", "brigade.robot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("brigade.state..", "brigade.rpc..")
                .check(all);
    }

    /** {@code state -> room -> ring -> audio}. */
    @Test
    void ringKnowsNoRoom() {
        noClasses()
                .that()
                .resideInAPackage("brigade.state.ring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("brigade.state", "brigade.state.room..")
                .check(all);
    }

    @Test
    void roomsAreReachedByCallsOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("brigade.state.ring..", "brigade.state.room..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "com.sun.net..", "picocli..")
                .check(all);
    }

    @Test
    void ringsDoNotLog() {
        noClasses()
                .that()
                .resideInAPackage("brigade.state.ring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j..")
                .check(all);
    }

    @Test
    void javalinStaysWhereHttpIs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "brigade.shard",
                        "brigade.shard.rooms",
                        "brigade.shard.listen",
                        "brigade.shard.stream",
                        "brigade.launcher.frontdoor")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..")
                .check(all);
    }

    @Test
    void oneClassPerProcessLooksAtTheClockAndRollsDice() {
        assertOnly(TIME_AND_CHANCE, usersOf(ArchitectureTest::isTimeOrChance));
    }

    @Test
    void memoryOrderIsWrittenInAFewClasses() {
        assertOnly(MEMORY_ORDER, usersOf(ArchitectureTest::isMemoryOrder));
    }

    @Test
    void nativeCodeIsCalledFromFourClasses() {
        assertOnly(
                NATIVE,
                usersOf(target -> Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup")
                        .contains(target.getOwner().getFullName())));
    }

    @Test
    void oneClassImportsConcentus() {
        assertOnly(Set.of("brigade.shard.codec.ConcentusCodec"), dependantsOf("io.github.jaredmdobson.concentus"));
    }

    @Test
    void mainsAloneEndTheProcess() {
        assertOnly(
                MAINS,
                usersOf(target -> isOne(target, "java.lang.System", "exit")
                        || isOne(target, "java.lang.Runtime", "halt", "exit")));
    }

    private static void assertOnly(Set<String> allowed, Set<String> found) {
        assertThat(found).isNotEmpty().isSubsetOf(allowed);
    }

    /** Top-level classes with a call, a constructor call or a method reference that {@code special} finds. */
    private static Set<String> usersOf(Predicate<CodeUnitAccessTarget> special) {
        Set<String> users = new TreeSet<>();
        for (JavaClass user : all) {
            for (JavaCodeUnitAccess<?> access : user.getCodeUnitAccessesFromSelf()) {
                if (special.test(access.getTarget())) {
                    users.add(topLevel(user));
                }
            }
        }
        return users;
    }

    private static Set<String> dependantsOf(String packageName) {
        Set<String> users = new TreeSet<>();
        for (JavaClass user : all) {
            boolean depends = user.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith(packageName));
            if (depends) {
                users.add(topLevel(user));
            }
        }
        return users;
    }

    private static String topLevel(JavaClass found) {
        int inner = found.getFullName().indexOf('$');
        return inner < 0 ? found.getFullName() : found.getFullName().substring(0, inner);
    }

    private static boolean isTimeOrChance(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getFullName();
        boolean noSeed = target.getRawParameterTypes().isEmpty();
        return isOne(target, "java.lang.System", "nanoTime", "currentTimeMillis")
                || (owner.startsWith("java.time.") && target.getName().equals("now"))
                || (owner.equals("java.time.Clock") && target.getName().startsWith("system"))
                || isOne(target, "java.time.InstantSource", "system")
                || isOne(target, "java.lang.Math", "random")
                || isOne(target, "java.util.UUID", "randomUUID")
                || owner.equals("java.util.concurrent.ThreadLocalRandom")
                || owner.equals("java.security.SecureRandom")
                || (noSeed && isOne(target, "java.util.Random", "<init>"))
                || (noSeed && isOne(target, "java.util.SplittableRandom", "<init>"))
                || isOne(target, "java.util.random.RandomGenerator", "getDefault", "of");
    }

    private static boolean isMemoryOrder(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getFullName();
        String name = target.getName();
        if (owner.equals("java.lang.invoke.VarHandle")) {
            // Plain get and set of a view choose a byte order, not a memory order.
            return !name.equals("get") && !name.equals("set");
        }
        return owner.startsWith("java.util.concurrent.atomic.")
                && name.matches("lazySet|.*(Acquire|Release|Opaque|Plain)");
    }

    private static boolean isOne(CodeUnitAccessTarget target, String owner, String... names) {
        return target.getOwner().getFullName().equals(owner) && Set.of(names).contains(target.getName());
    }
}
