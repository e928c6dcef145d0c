package brigade.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that need the sources of all modules, also of those that are built after this one. */
class SourceRulesTest {
    private static final Pattern A_TEST = Pattern.compile(
            "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b", Pattern.MULTILINE);

    /** Surefire runs classes of this name and skips all others without a word. */
    @Test
    void everyClassWithTestsIsNamedSo() {
        List<Path> tests = ProjectFiles.javaFiles("src/test/java").stream()
                .filter(file -> A_TEST.matcher(ProjectFiles.read(file)).find())
                .toList();
        assertThat(tests).hasSizeGreaterThan(20);
        assertThat(tests)
                .allSatisfy(file -> assertThat(file.getFileName().toString()).endsWith("Test.java"));
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        List<Path> packages = ProjectFiles.javaFiles("src/main/java").stream()
                .map(Path::getParent)
                .distinct()
                .toList();
        assertThat(packages).hasSizeGreaterThan(8);
        assertThat(packages).allSatisfy(folder -> {
            Path info = folder.resolve("package-info.java");
            assertThat(Files.exists(info)).as("%s exists", info).isTrue();
            assertThat(ProjectFiles.read(info))
                    .as("%s", info)
                    .contains("@NullMarked")
                    .contains("/**");
        });
    }

    /** A test that is skipped for good is no test. */
    @Test
    void nobodySwitchesTestsOff() {
        assertThat(ProjectFiles.javaFiles("src/test/java"))
                .filteredOn(file -> !file.endsWith("SourceRulesTest.java"))
                .allSatisfy(file ->
                        assertThat(ProjectFiles.read(file)).as("%s", file).doesNotContain("@Disabled"));
    }
}
